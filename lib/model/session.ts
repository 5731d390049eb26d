import { HeldoutError } from '@/lib/domain/errors';
import { createEngine, type EngineId } from '@/lib/engine/engine';
import { checkBatch, checkConfig, checkSources } from './checks';
import { type ModelConfig, padId } from './config';
import { ExecutableCache } from './executableCache';
import { decodeGreedily } from './greedyDecoding';
import { initializeParameters } from './initialize';
import {
  applyUpdate,
  globalNorm,
  type OptimizedTensor,
  type OptimizerConfig,
  optimizedTensor,
} from './optimizer';
import { countParameters, elementsOf } from './parameters';
import {
  dropoutInput,
  dropoutSites,
  evaluateProgram,
  gradientOutput,
  parameterInput,
  trainProgram,
} from './programs';
import { RandomStream } from './random';
import type { TokenBatch } from './tokenBatch';

export type { TokenBatch } from './tokenBatch';

export interface TrainResult {
  /** Mean over target tokens that are not padding, label smoothing included. */
  loss: number;
  targetTokens: number;
  /** Global L2 norm of the gradients before clipping. */
  gradientNorm: number;
}

export interface EvaluateResult {
  /** Sum over target tokens of the plain cross-entropy, in nats: no smoothing, no dropout. */
  lossSum: number;
  /** Target tokens whose most probable prediction, given the true ones before it, is right. */
  correct: number;
  targetTokens: number;
}

export interface StateTensor {
  shape: readonly number[];
  values: Float32Array;
}

/** Everything that the next step depends on beside the batch: a snapshot, not a view. */
export interface TrainingState {
  /** Optimizer updates made so far. */
  step: number;
  /** parameters/NAME, firstMoment/NAME and secondMoment/NAME for each parameter NAME. */
  tensors: Record<string, StateTensor>;
}

/** Calls must not overlap: they share parameters, gradients and working arrays. */
export interface ModelSession {
  readonly parameterCount: number;
  /** One optimizer update; `step` picks the dropout masks, which are a function of (seed, step) alone. */
  trainStep(batch: TokenBatch, step: number, learningRate: number): Promise<TrainResult>;
  evaluate(batch: TokenBatch): Promise<EvaluateResult>;
  /** Many sentences at once; START and END are not in the result, a sentence without END is cut at maxNewTokens. */
  greedyDecode(sources: Int32Array[], maxNewTokens: number): Promise<number[][]>;
  exportState(): TrainingState;
  importState(state: TrainingState): void;
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
}

/**
 * A model in training on one engine. Each batch shape compiles a graph of its own, so callers should use few shapes
 * (rows of padding alone are allowed and change nothing).
 *
 * @throws HeldoutError engine_unavailable, or invalid_config where the config's numbers do not fit together
 */
export async function createModelSession(options: ModelSessionOptions): Promise<ModelSession> {
  checkConfig(options.model);
  const engine = createEngine({ id: options.engine ?? 'onnx-cpu', threads: options.threads });
  return new TracedSession(options, new ExecutableCache(engine));
}

class TracedSession implements ModelSession {
  readonly parameterCount: number;
  readonly #config: ModelConfig;
  readonly #optimizer: OptimizerConfig;
  readonly #seed: number;
  readonly #executables: ExecutableCache;
  readonly #tensors: readonly OptimizedTensor[];
  /** The trained values, by the name of the input they are fed to. */
  readonly #parameterFeeds: Readonly<Record<string, Float32Array>>;
  readonly #gradients: Readonly<Record<string, Float32Array>>;
  readonly #masks = new Map<string, Float32Array>();
  #updates = 0;

  constructor({ model, optimizer, seed }: ModelSessionOptions, executables: ExecutableCache) {
    this.#config = model;
    this.#optimizer = optimizer;
    this.#seed = seed;
    this.#executables = executables;
    this.#tensors = initializeParameters(model, seed).map(({ spec, values }) =>
      optimizedTensor(spec, values),
    );
    this.parameterCount = countParameters(model);
    this.#parameterFeeds = Object.fromEntries(
      this.#tensors.map(({ spec, values }) => [parameterInput(spec.name), values]),
    );
    this.#gradients = Object.fromEntries(
      this.#tensors.map(({ spec, gradient }) => [gradientOutput(spec.name), gradient]),
    );
  }

  async trainStep(batch: TokenBatch, step: number, learningRate: number): Promise<TrainResult> {
    checkBatch(this.#config, batch);
    const executable = await this.#executables.get(shapeKey('train', batch), () =>
      trainProgram(this.#config, batch),
    );
    const feeds = { ...this.#parameterFeeds, ...tokens(batch), ...this.#dropoutMasks(batch, step) };
    const { loss } = await executable.run(feeds, this.#gradients);
    const lossValue = loss?.[0] ?? Number.NaN;
    const gradientNorm = globalNorm(this.#tensors);
    if (!Number.isFinite(lossValue) || !Number.isFinite(gradientNorm)) {
      throw new HeldoutError(
        'diverged',
        `Training diverged at step ${step}: the loss is ${lossValue} and the gradient norm ${gradientNorm}. ` +
          'Use a lower learning rate, a warm-up or gradient clipping.',
      );
    }
    this.#updates += 1;
    applyUpdate(this.#tensors, this.#optimizer, this.#updates, learningRate, gradientNorm);
    return { loss: lossValue, targetTokens: countTargets(batch), gradientNorm };
  }

  async evaluate(batch: TokenBatch): Promise<EvaluateResult> {
    checkBatch(this.#config, batch);
    const executable = await this.#executables.get(shapeKey('evaluate', batch), () =>
      evaluateProgram(this.#config, batch),
    );
    const { lossSum, correct } = await executable.run({ ...this.#parameterFeeds, ...tokens(batch) });
    return {
      lossSum: lossSum?.[0] ?? Number.NaN,
      correct: correct?.[0] ?? Number.NaN,
      targetTokens: countTargets(batch),
    };
  }

  async greedyDecode(sources: Int32Array[], maxNewTokens: number): Promise<number[][]> {
    checkSources(this.#config, sources);
    return decodeGreedily(this.#config, this.#executables, this.#parameterFeeds, sources, maxNewTokens);
  }

  exportState(): TrainingState {
    const tensors = this.#stateTensors().map(([name, shape, values]): [string, StateTensor] => [
      name,
      { shape, values: values.slice() },
    ]);
    return { step: this.#updates, tensors: Object.fromEntries(tensors) };
  }

  importState(state: TrainingState): void {
    const own = this.#stateTensors();
    // Everything is checked before anything is written, so that a wrong state leaves the session as it was.
    const found = own.map(([name, shape, values]) => {
      const tensor = state.tensors[name];
      if (tensor?.values.length === values.length) return tensor.values;
      throw new HeldoutError(
        'invalid_input',
        `Loading a training state failed: ${name} is ${tensor ? `[${tensor.shape}]` : 'missing'}, expected ` +
          `[${shape}]. The state belongs to a model of another configuration.`,
      );
    });
    for (const [index, [, , values]] of own.entries()) values.set(found[index] ?? values);
    this.#updates = state.step;
  }

  async dispose(): Promise<void> {
    await this.#executables.dispose();
  }

  #stateTensors(): [name: string, shape: readonly number[], values: Float32Array][] {
    return this.#tensors.flatMap(({ spec: { name, shape }, values, firstMoment, secondMoment }) => [
      [`parameters/${name}`, shape, values],
      [`firstMoment/${name}`, shape, firstMoment],
      [`secondMoment/${name}`, shape, secondMoment],
    ]);
  }

  #dropoutMasks(batch: TokenBatch, step: number): Record<string, Float32Array> {
    const sites = Object.entries(dropoutSites(this.#config, batch));
    return Object.fromEntries(
      sites.map(([site, { shape }]) => {
        const mask = this.#maskBuffer(site, elementsOf(shape));
        new RandomStream(this.#seed, `dropout/${site}`, step).fillDropoutMask(mask, this.#config.dropout);
        return [dropoutInput(site), mask];
      }),
    );
  }

  /** One buffer a site, as large as the largest batch so far. */
  #maskBuffer(site: string, size: number): Float32Array {
    const known = this.#masks.get(site);
    if (known !== undefined && known.length >= size) return known.subarray(0, size);
    const buffer = new Float32Array(size);
    this.#masks.set(site, buffer);
    return buffer;
  }
}

function tokens({ source, target }: TokenBatch): Record<string, Int32Array> {
  return { source, target };
}

function shapeKey(program: string, { rows, sourceLength, targetLength }: TokenBatch): string {
  return `${program} ${rows} x ${sourceLength} + ${targetLength}`;
}

function countTargets({ target, targetLength }: TokenBatch): number {
  return target.reduce((count, id, at) => count + (id !== padId && at % (targetLength + 1) > 0 ? 1 : 0), 0);
}
