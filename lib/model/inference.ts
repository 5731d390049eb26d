import type { Engine, EngineState } from '@/lib/engine/engine';
import { type BeamOptions, checkBeamOptions } from './beamSearch';
import { checkBatch, checkSources } from './checks';
import type { ModelConfig } from './config';
import type { ExecutableCache } from './executableCache';
import { type EvaluateResult, ReplicaInference } from './replicaInference';
import type { TokenBatch } from './tokenBatch';

export type { EvaluateResult } from './replicaInference';

/** Evaluation and translation as ModelSession describes them. Calls must not overlap. */
export interface Inference {
  evaluate(batch: TokenBatch): Promise<EvaluateResult>;
  greedyDecode(sources: Int32Array[], maxNewTokens: number): Promise<number[][]>;
  beamDecode(sources: Int32Array[], options: BeamOptions): Promise<number[][]>;
  dispose(): Promise<void>;
}

/** Evaluates and translates what has been checked. */
export interface CheckedInference {
  evaluate(batch: TokenBatch): Promise<EvaluateResult>;
  /** Greedily where the width is 1. */
  translate(sources: readonly Int32Array[], options: BeamOptions): Promise<number[][]>;
  dispose(): Promise<void>;
}

/** @returns what refuses input that is not the model's before anything is computed */
export function checkedInference(config: ModelConfig, inference: CheckedInference): Inference {
  const translate = async (sources: readonly Int32Array[], options: BeamOptions) => {
    checkBeamOptions(options);
    checkSources(config, sources);
    return inference.translate(sources, options);
  };
  return {
    evaluate: async (batch) => {
      checkBatch(config, batch);
      return inference.evaluate(batch);
    },
    greedyDecode: (sources, maxNewTokens) => translate(sources, { width: 1, maxNewTokens }),
    beamDecode: translate,
    dispose: () => inference.dispose(),
  };
}

/**
 * With the parameters of a state: whatever they are at each call.
 *
 * @param executables evaluation's; its owner disposes it
 */
export function stateInference(
  engine: Engine,
  config: ModelConfig,
  parameters: EngineState,
  executables: ExecutableCache,
): Inference {
  const inference = new ReplicaInference(engine, config, parameters, executables);
  return checkedInference(config, {
    evaluate: async (batch) => only(await inference.evaluate([batch])),
    translate: async (sources, options) => only(await inference.translate([sources], options)),
    dispose: () => inference.dispose(),
  });
}

/** Of the only model. */
function only<Result>([result]: readonly Result[]): Result {
  if (result === undefined) throw new RangeError('a model has no result');
  return result;
}
