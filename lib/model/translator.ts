import { createEngine, type EngineId } from '@/lib/engine/engine';
import type { ScoredHypothesis } from './beam';
import { checkBeamOptions, searchCandidates } from './beamSearch';
import { checkConfig, checkSources } from './checks';
import type { ModelConfig } from './config';
import { endId } from './config';
import type { DecodeContext } from './decodeChunk';
import { DecodeStates } from './decodeState';
import { ExecutableCache } from './executableCache';
import { decodeGreedily } from './greedyDecoding';
import { type Inspection, inspect } from './inspection';
import { parameterInput, parameterSignature } from './parameterInputs';

export interface TranslateOptions {
  /** 1: greedy. */
  readonly width: number;
  /** Tokens that a translation can have, END included; at most the model's maxLength. */
  readonly maxNewTokens: number;
}

/** A trained model that translates one sentence at a time. Calls must not overlap. */
export interface Translator {
  /**
   * @param source ids, END included where the run has it; at most maxLength
   * @returns the best first; one where the width is 1
   * @throws HeldoutError invalid_input where an id is none or the width is out of range
   */
  translate(source: Int32Array, options: TranslateOptions): Promise<ScoredHypothesis[]>;
  /** As inspect, of a hypothesis that translate returned for this source. */
  inspect(
    source: Int32Array,
    hypothesis: Pick<ScoredHypothesis, 'tokens' | 'ended'>,
    withAttention: boolean,
  ): Promise<Inspection>;
  dispose(): Promise<void>;
}

export interface TranslatorOptions {
  model: ModelConfig;
  /** Every parameter by its name (parametersOf); taken over. */
  parameters: ReadonlyMap<string, Float32Array>;
  threads: number;
  /** Default: onnx-cpu. */
  engine?: EngineId;
}

/**
 * A model without anything that training needs: its parameters alone are in memory, once.
 *
 * @throws HeldoutError engine_unavailable, or invalid_config where the config's numbers do not fit together
 */
export async function createTranslator(options: TranslatorOptions): Promise<Translator> {
  const { model, threads } = options;
  checkConfig(model);
  const engine = await createEngine({ id: options.engine ?? 'onnx-cpu', threads });
  const values = [...options.parameters].map(([name, values]) => [parameterInput(name), values] as const);
  const parameters = await engine.createState(parameterSignature(model), Object.fromEntries(values));
  const context: DecodeContext = {
    config: model,
    executables: new ExecutableCache(engine),
    parameters,
    states: new DecodeStates(engine, model),
  };
  return {
    translate: async (source, translate) => {
      checkBeamOptions(translate);
      checkSources(model, [source]);
      if (translate.width === 1) return [await greedy(context, source, translate.maxNewTokens)];
      const [candidates = []] = await searchCandidates(context, [source], translate);
      return candidates;
    },
    inspect: (source, hypothesis, withAttention) =>
      inspect(context, source, outputOf(hypothesis), withAttention),
    dispose: async () => {
      await context.executables.dispose();
      await context.states.dispose();
      await parameters.dispose();
    },
  };
}

/** The tokens that were chosen, END included. */
function outputOf({ tokens, ended }: Pick<ScoredHypothesis, 'tokens' | 'ended'>): number[] {
  return ended ? [...tokens, endId] : [...tokens];
}

/** Greedy decoding itself does not compute probabilities; one pass over its result does. */
async function greedy(
  context: DecodeContext,
  source: Int32Array,
  maxNewTokens: number,
): Promise<ScoredHypothesis> {
  const [tokens = []] = await decodeGreedily(context, [source], maxNewTokens);
  const ended = tokens.length < Math.min(maxNewTokens, context.config.maxLength);
  const output = outputOf({ tokens, ended });
  if (output.length === 0) return { tokens, ended, logProbability: 0, score: 0 };
  const { logProbabilities } = await inspect(context, source, output, false);
  const logProbability = logProbabilities.reduce((sum, value) => sum + value, 0);
  return { tokens, ended, logProbability, score: logProbability };
}
