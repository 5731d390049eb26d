import type { HostEngine, HostState } from '@/lib/engine/engine';
import type { ModelConfig } from './config';
import { DropoutMasks } from './dropoutMasks';
import type { ExecutableCache } from './executableCache';
import { HostOptimizer } from './hostOptimizer';
import { initializeParameters } from './initialize';
import { LookupGradient } from './lookupGradient';
import type { OptimizerConfig } from './optimizer';
import { parameterInput, parameterSignature } from './parameterInputs';
import { denseGradients, gradientOutput, gradientProgram, rowGradientOutput } from './programs';
import { tensorsOf } from './stateTensors';
import { batchFeeds, countTargets, shapeKey, type TokenBatch } from './tokenBatch';
import {
  isFiniteStep,
  type KnownStep,
  type ParameterSnapshot,
  type StateTensor,
  type StateTraining,
  type TrainingState,
} from './training';

/** The graph computes loss and gradients; the update follows in place on the arrays that the graph reads. */
export async function createHostTraining(
  engine: HostEngine,
  executables: ExecutableCache,
  model: ModelConfig,
  optimizer: OptimizerConfig,
  seed: number,
): Promise<StateTraining> {
  const initial = initializeParameters(model, seed);
  const state = new HostOptimizer(initial.map(({ spec }) => spec));
  for (const [index, { values }] of initial.entries()) state.tensors[index]?.values.set(values);
  const parameters = await engine.createState(
    parameterSignature(model),
    Object.fromEntries(state.tensors.map(({ spec, values }) => [parameterInput(spec.name), values])),
  );
  return new HostTraining(executables, model, optimizer, new DropoutMasks(model, seed), state, parameters);
}

class HostTraining implements StateTraining {
  readonly #gradients: Readonly<Record<string, Float32Array>>;
  readonly #lookups: readonly LookupGradient[];
  readonly #known: KnownStep[] = [];
  #updates = 0;

  constructor(
    readonly executables: ExecutableCache,
    readonly model: ModelConfig,
    readonly optimizer: OptimizerConfig,
    readonly masks: DropoutMasks,
    readonly state: HostOptimizer,
    readonly parameters: HostState,
  ) {
    const dense = denseGradients(model);
    const whole = state.tensors.filter(({ spec }) => dense.includes(spec.name));
    this.#gradients = Object.fromEntries(
      whole.map(({ spec, gradient }) => [gradientOutput(spec.name), gradient]),
    );
    this.#lookups = (['encoder', 'decoder'] as const).flatMap((side) => {
      const table = state.tensors.find(({ spec }) => spec.name === `${side}.embedding`);
      return table ? [new LookupGradient(side, table.gradient, model.dModel, whole.includes(table))] : [];
    });
  }

  async queue(batch: TokenBatch, step: number, learningRate: number): Promise<void> {
    const executable = await this.executables.get(
      shapeKey('train', batch),
      () => gradientProgram(this.model, batch),
      [this.parameters],
    );
    const feeds = { ...batchFeeds(batch), ...this.masks.draw(batch, step) };
    const outputs = await executable.run(feeds, this.#gradients);
    for (const lookup of this.#lookups) lookup.add(batch, outputs[rowGradientOutput(lookup.side)]);
    const loss = outputs['loss']?.[0] ?? Number.NaN;
    const gradientNorm = this.state.gradientNorm();
    if (isFiniteStep({ loss, gradientNorm })) {
      this.#updates += 1;
      this.state.update(this.optimizer, this.#updates, learningRate, gradientNorm);
    }
    this.#known.push({ step, targetTokens: countTargets(batch), loss, gradientNorm });
  }

  async known(): Promise<KnownStep[]> {
    return this.#known.splice(0);
  }

  readParameters(): Promise<ParameterSnapshot> {
    return this.parameters.read();
  }

  writeParameters(parameters: ParameterSnapshot): Promise<void> {
    return this.parameters.write(parameters);
  }

  async exportState(): Promise<TrainingState> {
    const tensors: Record<string, StateTensor> = {};
    for (const { spec, values, firstMoment, secondMoment } of this.state.tensors) {
      const { name, shape } = spec;
      tensors[`parameters/${name}`] = { shape, values: values.slice() };
      tensors[`firstMoment/${name}`] = { shape, values: firstMoment.slice() };
      tensors[`secondMoment/${name}`] = { shape, values: secondMoment.slice() };
    }
    return { step: this.#updates, tensors };
  }

  async importState(state: TrainingState): Promise<void> {
    // Everything is checked before anything is written, so that a wrong state leaves the session as it was.
    const given = tensorsOf(
      state,
      this.state.tensors.map(({ spec }) => spec),
    );
    for (const [index, tensor] of this.state.tensors.entries()) {
      const found = given[index];
      if (found === undefined) throw new RangeError(`no state of tensor ${index}`);
      tensor.values.set(found.values.parameters);
      tensor.firstMoment.set(found.values.firstMoment);
      tensor.secondMoment.set(found.values.secondMoment);
    }
    this.#updates = state.step;
  }

  async dispose(): Promise<void> {
    await this.parameters.dispose();
  }
}
