import type { DeviceEngine, EngineState } from '@/lib/engine/engine';
import { checkBatch, checkConfig } from './checks';
import type { ModelConfig } from './config';
import { type DeviceValues, firstValues, fromDevice, toDevice } from './deviceState';
import { DropoutBits } from './dropoutBits';
import { ExecutableCache } from './executableCache';
import type { OptimizerConfig } from './optimizer';
import { momentSignature, trainStepProgram, updateFeeds } from './optimizerProgram';
import { parameterSignature } from './parameterInputs';
import { replacedFeeds, replaceProgram } from './replaceReplica';
import { alike, checkReplicaBatches, commonModel, forReplicas, stackedByName } from './replicas';
import { StepRecord } from './stepRecord';
import { batchFeeds, countTargets, shapeKey, type TokenBatch } from './tokenBatch';
import { isFiniteStep, type KnownStep, type ParameterSnapshot, type TrainingState } from './training';

/** One of several models that train together. */
export interface Replica {
  /** The same for all but for the dropout rate. */
  readonly model: ModelConfig;
  /** Fixes its first parameters and every dropout mask. */
  readonly seed: number;
  /** What it goes on from; default: the beginning. */
  readonly state?: TrainingState | undefined;
}

/**
 * Models that differ in seed, dropout and learning rate alone, as one graph on a device: one step trains them all, with as
 * many operations as one of them, each so many times as large. A GPU that a small model leaves idle between two
 * operations has more to do in each.
 *
 * What each comes to is what it comes to by itself, within what the device's sums differ by (deviceTraining). Batches must
 * be of one shape at every step: those of runs on the same data are, where batch shapes are common (lib/data/batches).
 *
 * @param optimizer the same for all
 * @param stepsInFlight as ModelSessionOptions
 * @throws HeldoutError invalid_config where models differ in something else; unsupported_kernel where the engine has no
 *   replicas
 */
export async function createReplicaTraining(
  engine: DeviceEngine,
  replicas: readonly Replica[],
  optimizer: OptimizerConfig,
  stepsInFlight = 10,
): Promise<ReplicaTraining> {
  const model = commonModel(replicas.map((replica) => replica.model));
  checkConfig(model);
  const count = replicas.length;
  // Before anything else is made: an engine without replicas refuses here.
  const record = await StepRecord.create(engine, stepsInFlight, count);
  const initial = replicas.map(({ model, seed, state }) =>
    state === undefined ? firstValues(model, seed) : toDevice(model, state),
  );
  const parameters = await engine.createState(
    forReplicas(parameterSignature(model), count),
    stackedByName(initial.map((values) => values.parameters)),
  );
  const moments = await engine.createState(
    forReplicas(momentSignature(model), count),
    stackedByName(initial.map((values) => values.moments)),
  );
  return new ReplicaTraining(
    replicas,
    model,
    optimizer,
    new ExecutableCache(engine),
    parameters,
    moments,
    record,
  );
}

/** Calls must not overlap. */
export class ReplicaTraining {
  readonly #masks: DropoutBits;
  /** Of each replica, steps in flight included. */
  readonly #updates: number[];
  readonly #known: KnownStep[][];
  readonly #diverged: boolean[];
  #inFlight: { step: number; targetTokens: readonly number[] }[] = [];
  /** What was read of the states since the last step: several replicas are asked for at once. */
  #parameterValues: Promise<DeviceValues['parameters']> | undefined;
  #momentValues: Promise<DeviceValues['moments']> | undefined;

  constructor(
    readonly replicas: readonly Replica[],
    readonly model: ModelConfig,
    readonly optimizer: OptimizerConfig,
    readonly executables: ExecutableCache,
    readonly parameters: EngineState,
    readonly moments: EngineState,
    readonly record: StepRecord,
  ) {
    this.#masks = new DropoutBits(replicas, model);
    this.#updates = replicas.map(({ state }) => state?.step ?? 0);
    this.#known = replicas.map(() => []);
    this.#diverged = replicas.map(() => false);
  }

  /**
   * One update of every replica, as Training.queue.
   *
   * @param given one for each
   * @param step the same for all
   * @param learningRates one for each
   * @throws HeldoutError invalid_input where the batches are not one for each, of one shape; internal where a thread that
   *   draws masks has ended: nothing was queued then
   */
  async queue(given: readonly TokenBatch[], step: number, learningRates: readonly number[]): Promise<void> {
    const batches = alike(given);
    checkReplicaBatches(batches, this.replicas.length);
    for (const batch of batches) checkBatch(this.model, batch);
    const [shape] = batches;
    if (shape === undefined) return;
    const executable = await this.executables.get(
      shapeKey('train', shape),
      () => trainStepProgram(this.model, this.optimizer, shape),
      [this.parameters, this.moments, this.record.state],
      this.replicas.length,
    );
    const feeds = batches.map((batch, replica) => ({
      ...batchFeeds(batch),
      ...updateFeeds(this.optimizer, (this.#updates[replica] ?? 0) + 1, learningRates[replica] ?? 0),
    }));
    const masks = await this.#masks.draw(shape, step);
    this.#parameterValues = undefined;
    this.#momentValues = undefined;
    await executable.run({ ...stackedByName(feeds), ...masks });
    for (const [replica, diverged] of this.#diverged.entries()) {
      if (!diverged) this.#updates[replica] = (this.#updates[replica] ?? 0) + 1;
    }
    this.#inFlight.push({ step, targetTokens: batches.map(countTargets) });
    if (this.#inFlight.length >= this.record.capacity) await this.#readRecord();
  }

  /** As settle, without waiting: what the device has been asked for already. */
  known(): KnownStep[][] {
    return this.#known.map((steps) => steps.splice(0));
  }

  /**
   * Waits for the queued steps.
   *
   * @returns for each replica what has become known since the last call. A step that is not finite is its last: from then
   *   on it stays as it was before that step, while the others go on.
   */
  async settle(): Promise<KnownStep[][]> {
    await this.#readRecord();
    return this.known();
  }

  /** The parameters of one replica, under parameterInput(name). */
  async readParameters(replica: number): Promise<Record<string, Float32Array>> {
    const all = await this.#readParameters();
    return Object.fromEntries(
      Object.entries(all).map(([name, values]) => {
        const size = values.length / this.replicas.length;
        return [name, values.slice(replica * size, (replica + 1) * size)];
      }),
    );
  }

  /** The state of all replicas' parameters, for programs that read it (CompileOptions), once every queued step is done. */
  async settledParameters(): Promise<EngineState> {
    await this.#readRecord();
    return this.parameters;
  }

  /**
   * Puts one replica's parameters in the place of what it has; the others keep theirs, and all their moments.
   *
   * @throws HeldoutError invalid_input where one is missing or of another size; nothing is changed then
   */
  async writeParameters(replica: number, parameters: ParameterSnapshot): Promise<void> {
    const state = await this.settledParameters();
    const executable = await this.executables.get(
      'replace',
      () => replaceProgram(this.model, this.replicas.length),
      [state],
    );
    this.#parameterValues = undefined;
    await executable.run(replacedFeeds(parameters, replica, this.replicas.length));
  }

  /** The state of one replica, which a session of its own can go on from. */
  async exportState(replica: number): Promise<TrainingState> {
    await this.#readRecord();
    this.#momentValues ??= floatsOf(this.moments);
    const values = { ...(await this.#readParameters()), ...(await this.#momentValues) };
    return fromDevice(this.model, values, this.#updates[replica] ?? 0, replica);
  }

  async dispose(): Promise<void> {
    await this.#masks.dispose();
    await this.executables.dispose();
    await this.parameters.dispose();
    await this.moments.dispose();
    await this.record.dispose();
  }

  #readParameters(): Promise<DeviceValues['parameters']> {
    this.#parameterValues ??= floatsOf(this.parameters);
    return this.#parameterValues;
  }

  async #readRecord(): Promise<void> {
    const steps = this.#inFlight.splice(0);
    if (steps.length === 0) return;
    for (const [replica, results] of (await this.record.read(steps.length)).entries()) {
      if (!this.#diverged[replica]) this.#takeIn(replica, steps, results);
    }
  }

  #takeIn(
    replica: number,
    steps: readonly { step: number; targetTokens: readonly number[] }[],
    results: readonly { loss: number; gradientNorm: number }[],
  ): void {
    for (const [index, { step, targetTokens }] of steps.entries()) {
      const { loss, gradientNorm } = results[index] ?? { loss: Number.NaN, gradientNorm: Number.NaN };
      const known = { step, loss, gradientNorm, targetTokens: targetTokens[replica] ?? 0 };
      this.#known[replica]?.push(known);
      if (isFiniteStep(known)) continue;
      this.#diverged[replica] = true;
      this.#updates[replica] = (this.#updates[replica] ?? 0) - (steps.length - index);
      return;
    }
  }
}

async function floatsOf(state: EngineState): Promise<Record<string, Float32Array>> {
  return Object.fromEntries(
    Object.entries(await state.read()).map(([name, values]) => {
      if (!(values instanceof Float32Array)) throw new TypeError(`${name} is no float32`);
      return [name, values];
    }),
  );
}
