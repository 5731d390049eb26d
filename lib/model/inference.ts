import type { Engine, EngineState } from '@/lib/engine/engine';
import { type BeamOptions, checkBeamOptions, searchBeams } from './beamSearch';
import { checkBatch, checkSources } from './checks';
import type { ModelConfig } from './config';
import type { DecodeContext } from './decodeChunk';
import { DecodeStates } from './decodeState';
import { ExecutableCache } from './executableCache';
import { decodeGreedily } from './greedyDecoding';
import { evaluateProgram } from './programs';
import { batchFeeds, countTargets, shapeKey, type TokenBatch } from './tokenBatch';

export interface EvaluateResult {
  /** Sum over target tokens of the plain cross-entropy, in nats: no smoothing, no dropout. */
  lossSum: number;
  /** Target tokens whose most probable prediction, given the true ones before it, is right. */
  correct: number;
  targetTokens: number;
}

/** Evaluation and translation as ModelSession describes them. Calls must not overlap. */
export interface Inference {
  evaluate(batch: TokenBatch): Promise<EvaluateResult>;
  greedyDecode(sources: Int32Array[], maxNewTokens: number): Promise<number[][]>;
  beamDecode(sources: Int32Array[], options: BeamOptions): Promise<number[][]>;
  dispose(): Promise<void>;
}

/** With the parameters of a state: whatever they are at each call. */
export class StateInference implements Inference {
  readonly #decoding: DecodeContext;

  /** @param executables evaluation's; its owner disposes it */
  constructor(
    engine: Engine,
    readonly config: ModelConfig,
    readonly parameters: EngineState,
    readonly executables: ExecutableCache,
  ) {
    this.#decoding = {
      config,
      // Of its own: the many small graphs of decoding must not push those of training out.
      executables: new ExecutableCache(engine),
      parameters,
      states: new DecodeStates(engine, config),
    };
  }

  async evaluate(batch: TokenBatch): Promise<EvaluateResult> {
    checkBatch(this.config, batch);
    const executable = await this.executables.get(
      shapeKey('evaluate', batch),
      () => evaluateProgram(this.config, batch),
      [this.parameters],
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
    return decodeGreedily(this.#decoding, sources, maxNewTokens);
  }

  async beamDecode(sources: Int32Array[], options: BeamOptions): Promise<number[][]> {
    checkBeamOptions(options);
    if (options.width === 1) return this.greedyDecode(sources, options.maxNewTokens);
    checkSources(this.config, sources);
    const hypotheses = await searchBeams(this.#decoding, sources, options);
    return hypotheses.map(({ tokens }) => [...tokens]);
  }

  async dispose(): Promise<void> {
    await this.#decoding.executables.dispose();
    await this.#decoding.states.dispose();
  }
}
