import type { DeviceEngine, EngineState } from '@/lib/engine/engine';
import type { ModelConfig } from './config';
import { firstValues, fromDevice, toDevice } from './deviceState';
import { DropoutBits } from './dropoutBits';
import type { ExecutableCache } from './executableCache';
import type { OptimizerConfig } from './optimizer';
import { momentSignature, trainStepProgram, updateFeeds } from './optimizerProgram';
import { parameterSignature } from './parameterInputs';
import { StepRecord } from './stepRecord';
import { batchFeeds, countTargets, shapeKey, type TokenBatch } from './tokenBatch';
import {
  isFiniteStep,
  type KnownStep,
  type ParameterSnapshot,
  type StateTraining,
  type TrainingState,
} from './training';

/**
 * Parameters and moments stay where the engine computes: a step feeds a batch and its masks and returns nothing.
 *
 * @param stepsInFlight steps at most that the device is given before the host waits for what they came to
 */
export async function createDeviceTraining(
  engine: DeviceEngine,
  executables: ExecutableCache,
  model: ModelConfig,
  optimizer: OptimizerConfig,
  seed: number,
  stepsInFlight: number,
): Promise<StateTraining> {
  const first = firstValues(model, seed);
  const parameters = await engine.createState(parameterSignature(model), first.parameters);
  // Of its own, so that evaluation and decoding are compiled with the parameters alone.
  const moments = await engine.createState(momentSignature(model), first.moments);
  return new DeviceTraining(
    executables,
    model,
    optimizer,
    new DropoutBits([{ model, seed }], model),
    parameters,
    moments,
    await StepRecord.create(engine, stepsInFlight),
  );
}

class DeviceTraining implements StateTraining {
  /** Of the steps in flight as well, for as long as none is known to have changed nothing. */
  #updates = 0;
  #inFlight: Pick<KnownStep, 'step' | 'targetTokens'>[] = [];
  #known: KnownStep[] = [];

  constructor(
    readonly executables: ExecutableCache,
    readonly model: ModelConfig,
    readonly optimizer: OptimizerConfig,
    readonly masks: DropoutBits,
    readonly parameters: EngineState,
    readonly moments: EngineState,
    readonly record: StepRecord,
  ) {}

  async queue(batch: TokenBatch, step: number, learningRate: number): Promise<void> {
    const executable = await this.executables.get(
      shapeKey('train', batch),
      () => trainStepProgram(this.model, this.optimizer, batch),
      [this.parameters, this.moments, this.record.state],
    );
    await executable.run({
      ...batchFeeds(batch),
      ...(await this.masks.draw(batch, step)),
      ...updateFeeds(this.optimizer, this.#updates + 1, learningRate),
    });
    this.#updates += 1;
    this.#inFlight.push({ step, targetTokens: countTargets(batch) });
    if (this.#inFlight.length >= this.record.capacity) await this.#readRecord();
  }

  async known(wait: boolean): Promise<KnownStep[]> {
    if (wait) await this.#readRecord();
    return this.#known.splice(0);
  }

  async #readRecord(): Promise<void> {
    const steps = this.#inFlight.splice(0);
    if (steps.length === 0) return;
    const [results = []] = await this.record.read(steps.length);
    for (const [index, step] of steps.entries()) {
      const result = results[index] ?? { loss: Number.NaN, gradientNorm: Number.NaN };
      this.#known.push({ ...step, ...result });
      if (isFiniteStep(result)) continue;
      // It and those behind it changed nothing.
      this.#updates -= steps.length - index;
      await this.record.clear();
      return;
    }
  }

  readParameters(): Promise<ParameterSnapshot> {
    return this.parameters.read();
  }

  writeParameters(parameters: ParameterSnapshot): Promise<void> {
    return this.parameters.write(parameters);
  }

  async exportState(): Promise<TrainingState> {
    await this.#readRecord();
    const values = { ...(await this.parameters.read()), ...(await this.moments.read()) };
    return fromDevice(this.model, values, this.#updates);
  }

  async importState(state: TrainingState): Promise<void> {
    // Everything is checked before anything is written, so that a wrong state leaves the session as it was.
    const { parameters, moments } = toDevice(this.model, state);
    await this.#readRecord();
    await this.parameters.write(parameters);
    await this.moments.write(moments);
    this.#updates = state.step;
  }

  async dispose(): Promise<void> {
    await this.masks.dispose();
    await this.parameters.dispose();
    await this.moments.dispose();
    await this.record.dispose();
  }
}
