import { HeldoutError } from '@/lib/domain/errors';
import { createEngine, type Engine, type EngineId, type EngineState } from '@/lib/engine/engine';
import { type BeamOptions, checkBeamOptions, searchBeams } from './beamSearch';
import { checkBatch, checkConfig, checkSources } from './checks';
import type { ModelConfig } from './config';
import type { DecodeContext } from './decodeChunk';
import { DecodeStates } from './decodeState';
import { createDeviceTraining } from './deviceTraining';
import { ExecutableCache } from './executableCache';
import { decodeGreedily } from './greedyDecoding';
import { createHostTraining } from './hostTraining';
import type { OptimizerConfig } from './optimizer';
import { countParameters } from './parameters';
import { evaluateProgram } from './programs';
import { batchFeeds, countTargets, shapeKey, type TokenBatch } from './tokenBatch';
import { isFiniteStep, type KnownStep, type StepResult, type Training, type TrainingState } from './training';

export type { TokenBatch } from './tokenBatch';

export type { TrainingState } from './training';

export type TrainResult = Omit<KnownStep, 'step'>;

export interface EvaluateResult {
  /** Sum over target tokens of the plain cross-entropy, in nats: no smoothing, no dropout. */
  lossSum: number;
  /** Target tokens whose most probable prediction, given the true ones before it, is right. */
  correct: number;
  targetTokens: number;
}

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

/** Values of the parameters by their names in the engine's state. */
export type ParameterSnapshot = Awaited<ReturnType<EngineState['read']>>;

/** Calls must not overlap: they share parameters, gradients and working arrays. */
export interface ModelSession {
  readonly parameterCount: number;
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
const defaultStepsInFlight = 10;

/**
 * A model in training on one engine. Each batch shape compiles a graph of its own, so callers should use few shapes
 * (rows of padding alone are allowed and change nothing).
 *
 * @throws HeldoutError engine_unavailable, or invalid_config where the config's numbers do not fit together
 */
export async function createModelSession(options: ModelSessionOptions): Promise<ModelSession> {
  checkConfig(options.model);
  const engine = await createEngine({ id: options.engine ?? 'onnx-cpu', threads: options.threads });
  const executables = new ExecutableCache(engine);
  const training = await createTraining(engine, executables, options);
  const decoding = {
    config: options.model,
    // Of its own: the many small graphs of decoding must not push those of training out.
    executables: new ExecutableCache(engine),
    parameters: training.parameters,
    states: new DecodeStates(engine, options.model),
  };
  return new TrainedModel(options.model, executables, training, decoding);
}

async function createTraining(
  engine: Engine,
  executables: ExecutableCache,
  { model, optimizer, seed, stepsInFlight = defaultStepsInFlight }: ModelSessionOptions,
): Promise<Training> {
  if (engine.memory === 'host') return createHostTraining(engine, executables, model, optimizer, seed);
  return createDeviceTraining(engine, executables, model, optimizer, seed, stepsInFlight);
}

class TrainedModel implements ModelSession {
  readonly parameterCount: number;
  #settled: KnownStep[] = [];

  constructor(
    readonly config: ModelConfig,
    readonly executables: ExecutableCache,
    readonly training: Training,
    readonly decoding: DecodeContext,
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

  async evaluate(batch: TokenBatch): Promise<EvaluateResult> {
    checkBatch(this.config, batch);
    const executable = await this.executables.get(
      shapeKey('evaluate', batch),
      () => evaluateProgram(this.config, batch),
      [this.training.parameters],
    );
    const { lossSum, correct } = await executable.run(batchFeeds(batch));
    return {
      lossSum: lossSum?.[0] ?? Number.NaN,
      correct: correct?.[0] ?? Number.NaN,
      targetTokens: countTargets(batch),
    };
  }

  async greedyDecode(sources: Int32Array[], maxNewTokens: number): Promise<number[][]> {
    checkSources(this.config, sources);
    return decodeGreedily(this.decoding, sources, maxNewTokens);
  }

  async beamDecode(sources: Int32Array[], options: BeamOptions): Promise<number[][]> {
    checkBeamOptions(options);
    if (options.width === 1) return this.greedyDecode(sources, options.maxNewTokens);
    checkSources(this.config, sources);
    const hypotheses = await searchBeams(this.decoding, sources, options);
    return hypotheses.map(({ tokens }) => [...tokens]);
  }

  readParameters(): Promise<ParameterSnapshot> {
    return this.training.parameters.read();
  }

  writeParameters(parameters: ParameterSnapshot): Promise<void> {
    return this.training.parameters.write(parameters);
  }

  exportState(): Promise<TrainingState> {
    return this.training.exportState();
  }

  importState(state: TrainingState): Promise<void> {
    return this.training.importState(state);
  }

  async dispose(): Promise<void> {
    await this.executables.dispose();
    await this.decoding.executables.dispose();
    await this.decoding.states.dispose();
    await this.training.dispose();
  }
}
