import { type inferParserType, parseAsFloat, parseAsInteger, parseAsString } from 'nuqs';
import { catalogue, type Hyperparameter } from '@/lib/domain/config';

/**
 * What the page counts with: tokenizers, vocabulary limits and the split. In the address under the names that a sweep
 * spec gives them, only where they differ from the defaults.
 */
export const analysisParsers = {
  sourceTokenizer: parseAsString,
  targetTokenizer: parseAsString,
  sourceVocabulary: parseAsInteger,
  targetVocabulary: parseAsInteger,
  sourceMerges: parseAsInteger,
  targetMerges: parseAsInteger,
  sourceMinFrequency: parseAsInteger,
  targetMinFrequency: parseAsInteger,
  maxLength: parseAsInteger,
  seed: parseAsInteger,
  validation: parseAsFloat,
  test: parseAsFloat,
};
export type AnalysisState = inferParserType<typeof analysisParsers>;
export type AnalysisKey = keyof AnalysisState;

/** The query of the analysis, pairs and tokenize requests; the server has the same defaults. */
export function analysisQuery(state: AnalysisState): string {
  return new URLSearchParams(
    Object.entries(settingsOf(state)).map(([key, value]) => [key, String(value)]),
  ).toString();
}

/** Only what was chosen. */
export function settingsOf(state: AnalysisState): Record<string, string | number> {
  const chosen: Record<string, string | number> = {};
  for (const [key, value] of Object.entries(state)) {
    if (value !== null) chosen[key] = value;
  }
  return chosen;
}

/** The catalogue's entry of a key of the data group; undefined for those of the split. */
export function hyperparameter(key: AnalysisKey): Hyperparameter | undefined {
  return catalogue.find((entry) => entry.key === key);
}
