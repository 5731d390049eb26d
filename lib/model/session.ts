import { HeldoutError } from '@/lib/domain/errors';
import { createEngine, type EngineId } from '@/lib/engine/engine';
import type { BeamOptions } from './beamSearch';
import { checkBatch, checkConfig } from './checks';
import type { ModelConfig } from './config';
import { createDeviceTraining } from './deviceTraining';
import { ExecutableCache } from './executableCache';
import { createHostTraining } from './hostTraining';
import { type EvaluateResult, type Inference, stateInference } from './inference';
import type { OptimizerConfig } from './optimizer';
import { countParameters } from './parameters';
import type { TokenBatch } from './tokenBatch';
import {
  isFiniteStep,
  type KnownStep,
  type ParameterSnapshot,
  type StepResult,
  type Training,
  type TrainingState,
} from './training';

export type { EvaluateResult } from './inference';

export type { TokenBatch } from './tokenBatch';

export type { ParameterSnapshot, TrainingState } from './training';

export type TrainResult = Omit<KnownStep, 'step'>;

/** A step whose loss or gradient norm is NaN or infinite: it changed no parameter, nor did any that was queued behind it. */
export class DivergedStep extends HeldoutError {
  constructor(
    readonly step: number,
    readonly result: StepResult,
  ) {
    super(
      'diverged',
      `Training diverged at step ${step}: the loss is ${result.loss} and the gradient norm ${result.gradientNorm}. ` +
        'Use a lower learning rate, a warm-up or gradient clipping.',
    );
  }
}

/** Calls must not overlap: they share parameters, gradients and working arrays. */
export interface ModelSession {
  readonly parameterCount: number;
  /** Models that stepped as one graph when it began, this one included (see ReplicaGroup); 1: by itself. */
  readonly replicas: number;
  /**
   * One optimizer update; `step` picks the dropout masks, which are a function of (seed, step) alone.
   *
   * @throws DivergedStep where the loss or the gradient norm is not finite; the parameters stay as they were then
   */
  trainStep(batch: TokenBatch, step: number, learningRate: number): Promise<TrainResult>;
  /**
   * As trainStep, without waiting for a device to finish: up to stepsInFlight steps are under way at once. What a step
   * came to, settle tells. Everything else that is called sees the steps before it done.
   *
   * @throws DivergedStep as trainStep, of this step or an earlier one: whichever was the first to diverge, with the
   *   parameters as they were before it
   */
  queueStep(batch: TokenBatch, step: number, learningRate: number): Promise<void>;
  /**
   * Waits for the queued steps.
   *
   * @returns what each came to that was queued since the last call, in their order
   * @throws DivergedStep as queueStep; what the steps before it came to is lost then
   */
  settle(): Promise<TrainResult[]>;
  evaluate(batch: TokenBatch): Promise<EvaluateResult>;
  /** Many sentences at once; START and END are not in the result, a sentence without END is cut at maxNewTokens. */
  greedyDecode(sources: Int32Array[], maxNewTokens: number): Promise<number[][]>;
  /**
   * As greedyDecode, but the best of several hypotheses a sentence (see searchBeams); width 1 is greedyDecode.
   *
   * @throws HeldoutError invalid_input where the width or the length penalty is out of range
   */
  beamDecode(sources: Int32Array[], options: BeamOptions): Promise<number[][]>;
  /** A copy of the parameters, without the optimizer's state: enough to evaluate and translate with later. */
  readParameters(): Promise<ParameterSnapshot>;
  /**
   * Puts a copy back. The optimizer's state stays, so this is for evaluating, not for training on.
   *
   * @throws HeldoutError invalid_input where it is another model's
   */
  writeParameters(parameters: ParameterSnapshot): Promise<void>;
  exportState(): Promise<TrainingState>;
  /** @throws HeldoutError invalid_input where the state belongs to another model; the session stays as it was */
  importState(state: TrainingState): Promise<void>;
  dispose(): Promise<void>;
}

export interface ModelSessionOptions {
  model: ModelConfig;
  optimizer: OptimizerConfig;
  /** Fixes the first parameters and every dropout mask: a non-negative safe integer. */
  seed: number;
  threads: number;
  /** Default: onnx-cpu. */
  engine?: EngineId;
  /**
   * Steps at most that are queued on a device before the host waits for it: from 1, default 10. Changes no number. In
   * host memory a step is done when it has been queued.
   */
  stepsInFlight?: number;
}

/** A curve of training has a point at least every 10 steps, for which the host waits anyway. */
export const defaultStepsInFlight = 10;

/**
 * A model in training on one engine. Each batch shape compiles a graph of its own, so callers should use few shapes
 * (rows of padding alone are allowed and change nothing).
 *
 * @throws HeldoutError engine_unavailable, or invalid_config where the config's numbers do not fit together
 */
export async function createModelSession(options: ModelSessionOptions): Promise<ModelSession> {
  const { model, optimizer, seed, stepsInFlight = defaultStepsInFlight } = options;
  checkConfig(model);
  const engine = await createEngine({ id: options.engine ?? 'onnx-cpu', threads: options.threads });
  const executables = new ExecutableCache(engine);
  const training =
    engine.memory === 'host'
      ? await createHostTraining(engine, executables, model, optimizer, seed)
      : await createDeviceTraining(engine, executables, model, optimizer, seed, stepsInFlight);
  const inference = stateInference(engine, model, training.parameters, executables);
  return new TrainedModel(model, training, inference, 1, () => executables.dispose());
}

/** A session of what trains a model and what evaluates and translates with it. */
export class TrainedModel implements ModelSession {
  readonly parameterCount: number;
  #settled: KnownStep[] = [];

  /** @param disposeFirst called before the parts are disposed */
  constructor(
    readonly config: ModelConfig,
    readonly training: Training,
    readonly inference: Inference,
    readonly replicas: number,
    readonly disposeFirst: () => Promise<void>,
  ) {
    this.parameterCount = countParameters(config);
  }

  async trainStep(batch: TokenBatch, step: number, learningRate: number): Promise<TrainResult> {
    await this.queueStep(batch, step, learningRate);
    const last = (await this.settle()).at(-1);
    if (last === undefined) throw new RangeError(`nothing is known of step ${step}`);
    return last;
  }

  async queueStep(batch: TokenBatch, step: number, learningRate: number): Promise<void> {
    checkBatch(this.config, batch);
    await this.training.queue(batch, step, learningRate);
    await this.#take(false);
  }

  async settle(): Promise<TrainResult[]> {
    await this.#take(true);
    return this.#settled.splice(0).map(({ loss, gradientNorm, targetTokens }) => ({
      loss,
      gradientNorm,
      targetTokens,
    }));
  }

  async #take(wait: boolean): Promise<void> {
    const known = await this.training.known(wait);
    this.#settled.push(...known);
    const diverged = known.at(-1);
    if (diverged === undefined || isFiniteStep(diverged)) return;
    this.#settled = [];
    const { step, loss, gradientNorm } = diverged;
    throw new DivergedStep(step, { loss, gradientNorm });
  }

  evaluate(batch: TokenBatch): Promise<EvaluateResult> {
    return this.inference.evaluate(batch);
  }

  greedyDecode(sources: Int32Array[], maxNewTokens: number): Promise<number[][]> {
    return this.inference.greedyDecode(sources, maxNewTokens);
  }

  beamDecode(sources: Int32Array[], options: BeamOptions): Promise<number[][]> {
    return this.inference.beamDecode(sources, options);
  }

  readParameters(): Promise<ParameterSnapshot> {
    return this.training.readParameters();
  }

  writeParameters(parameters: ParameterSnapshot): Promise<void> {
    return this.training.writeParameters(parameters);
  }

  exportState(): Promise<TrainingState> {
    return this.training.exportState();
  }

  importState(state: TrainingState): Promise<void> {
    return this.training.importState(state);
  }

  async dispose(): Promise<void> {
    await this.disposeFirst();
    await this.inference.dispose();
    await this.training.dispose();
  }
}
