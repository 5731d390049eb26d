import type { DeviceEngine, EngineState } from '@/lib/engine/engine';
import type { ModelConfig } from './config';
import { DropoutMasks } from './dropoutMasks';
import type { ExecutableCache } from './executableCache';
import { initializeParameters } from './initialize';
import type { OptimizerConfig } from './optimizer';
import {
  firstMomentInput,
  momentSignature,
  secondMomentInput,
  trainStepProgram,
  updateFeeds,
} from './optimizerProgram';
import { parameterInput, parameterSignature } from './parameterInputs';
import { elementsOf, parametersOf } from './parameters';
import { tensorsOf } from './stateTensors';
import { batchFeeds, shapeKey, type TokenBatch } from './tokenBatch';
import type { StateTensor, StepResult, Training, TrainingState } from './training';

/** Parameters and moments stay where the engine computes: a step feeds a batch and its masks and returns two numbers. */
export async function createDeviceTraining(
  engine: DeviceEngine,
  executables: ExecutableCache,
  model: ModelConfig,
  optimizer: OptimizerConfig,
  seed: number,
): Promise<Training> {
  const initial = initializeParameters(model, seed);
  const parameters = await engine.createState(
    parameterSignature(model),
    Object.fromEntries(initial.map(({ spec, values }) => [parameterInput(spec.name), values])),
  );
  // Of its own, so that evaluation and decoding are compiled with the parameters alone.
  const moments = await engine.createState(
    momentSignature(model),
    Object.fromEntries(
      initial.flatMap(({ spec, values }) => {
        const zeros = new Float32Array(values.length);
        return [
          [firstMomentInput(spec.name), zeros],
          [secondMomentInput(spec.name), zeros],
        ];
      }),
    ),
  );
  return new DeviceTraining(
    executables,
    model,
    optimizer,
    new DropoutMasks(model, seed),
    parameters,
    moments,
  );
}

class DeviceTraining implements Training {
  #updates = 0;

  constructor(
    readonly executables: ExecutableCache,
    readonly model: ModelConfig,
    readonly optimizer: OptimizerConfig,
    readonly masks: DropoutMasks,
    readonly parameters: EngineState,
    readonly moments: EngineState,
  ) {}

  async step(batch: TokenBatch, step: number, learningRate: number): Promise<StepResult> {
    const executable = await this.executables.get(
      shapeKey('train', batch),
      () => trainStepProgram(this.model, this.optimizer, batch),
      [this.parameters, this.moments],
    );
    const outputs = await executable.run({
      ...batchFeeds(batch),
      ...this.masks.draw(batch, step),
      ...updateFeeds(this.optimizer, this.#updates + 1, learningRate),
    });
    const loss = outputs['loss']?.[0] ?? Number.NaN;
    const gradientNorm = outputs['gradientNorm']?.[0] ?? Number.NaN;
    // What the program, too, looked at before it let anything change.
    if (Number.isFinite(loss) && Number.isFinite(gradientNorm)) this.#updates += 1;
    return { loss, gradientNorm };
  }

  async exportState(): Promise<TrainingState> {
    const arrays = { ...(await this.parameters.read()), ...(await this.moments.read()) };
    const tensors: Record<string, StateTensor> = {};
    for (const { name, shape } of parametersOf(this.model)) {
      const exported = {
        [`parameters/${name}`]: arrays[parameterInput(name)],
        [`firstMoment/${name}`]: arrays[firstMomentInput(name)],
        [`secondMoment/${name}`]: arrays[secondMomentInput(name)],
      };
      for (const [key, values] of Object.entries(exported)) {
        if (!(values instanceof Float32Array) || values.length !== elementsOf(shape))
          throw new RangeError(`the engine returned no ${key}`);
        tensors[key] = { shape, values };
      }
    }
    return { step: this.#updates, tensors };
  }

  async importState(state: TrainingState): Promise<void> {
    // Everything is checked before anything is written, so that a wrong state leaves the session as it was.
    const given = tensorsOf(state, parametersOf(this.model));
    await this.parameters.write(
      Object.fromEntries(given.map(({ spec, values }) => [parameterInput(spec.name), values.parameters])),
    );
    await this.moments.write(
      Object.fromEntries(
        given.flatMap(({ spec, values }) => [
          [firstMomentInput(spec.name), values.firstMoment],
          [secondMomentInput(spec.name), values.secondMoment],
        ]),
      ),
    );
    this.#updates = state.step;
  }

  async dispose(): Promise<void> {
    await this.parameters.dispose();
    await this.moments.dispose();
  }
}
