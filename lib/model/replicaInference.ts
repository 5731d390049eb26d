import type { Engine, EngineState } from '@/lib/engine/engine';
import { type BeamOptions, searchReplicas } from './beamSearch';
import type { ModelConfig } from './config';
import type { DecodeContext } from './decodeChunk';
import { DecodeStates } from './decodeState';
import { ExecutableCache } from './executableCache';
import { decodeReplicas } from './greedyDecoding';
import { evaluateProgram } from './programs';
import { checkReplicaBatches, partsByName, stackedByName } from './replicas';
import { batchFeeds, countTargets, shapeKey, type TokenBatch } from './tokenBatch';

export interface EvaluateResult {
  /** Sum over target tokens of the plain cross-entropy, in nats: no smoothing, no dropout. */
  lossSum: number;
  /** Target tokens whose most probable prediction, given the true ones before it, is right. */
  correct: number;
  targetTokens: number;
}

/**
 * Evaluation and translation with the parameters of a state, whatever they are at each call: of one model, or of several
 * replicas as one graph. Everything is given and comes back one each. Calls must not overlap.
 */
export class ReplicaInference {
  readonly #decoding: DecodeContext;

  /**
   * @param executables evaluation's; its owner disposes it
   * @param replicas that the state has a part for each of; default: it is one model's, without an axis of them
   */
  constructor(
    engine: Engine,
    readonly config: ModelConfig,
    readonly parameters: EngineState,
    readonly executables: ExecutableCache,
    readonly replicas?: number,
  ) {
    this.#decoding = {
      config,
      // Of its own: the many small graphs of decoding must not push those of training out.
      executables: new ExecutableCache(engine),
      parameters,
      states: new DecodeStates(engine, config, replicas),
    };
  }

  /** @throws HeldoutError invalid_input where the batches are not one each, of one shape */
  async evaluate(batches: readonly TokenBatch[]): Promise<EvaluateResult[]> {
    const count = this.replicas ?? 1;
    checkReplicaBatches(batches, count);
    const [shape] = batches;
    if (shape === undefined) return [];
    const executable = await this.executables.get(
      shapeKey('evaluate', shape),
      () => evaluateProgram(this.config, shape),
      [this.parameters],
      this.replicas,
    );
    const outputs = partsByName(await executable.run(stackedByName(batches.map(batchFeeds))), count);
    return batches.map((batch, replica) => ({
      lossSum: outputs[replica]?.['lossSum']?.[0] ?? Number.NaN,
      correct: outputs[replica]?.['correct']?.[0] ?? Number.NaN,
      targetTokens: countTargets(batch),
    }));
  }

  /** Greedily where the width is 1. */
  async translate(sources: readonly (readonly Int32Array[])[], options: BeamOptions): Promise<number[][][]> {
    if (options.width === 1) return decodeReplicas(this.#decoding, sources, options.maxNewTokens);
    const found = await searchReplicas(this.#decoding, sources, options);
    return found.map((hypotheses) => hypotheses.map(({ tokens }) => [...tokens]));
  }

  async dispose(): Promise<void> {
    await this.#decoding.executables.dispose();
    await this.#decoding.states.dispose();
  }
}
