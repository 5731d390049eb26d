import {
  type AnalysisSettings,
  type CorpusAnalysis,
  type PairQuery,
  type PairSearch,
  resolveAnalysis,
  type Tokenization,
  type TokenizeRequest,
} from '@/lib/domain/corpusAnalysis';
import type { SplitSpec } from '@/lib/domain/sweep';
import { requireCorpus } from './corpora';
import { corpusAnalysis, pairSearch, tokenization } from './corpusProcess';
import { server } from './server';

/** @throws HeldoutError not_found, invalid_corpus and invalid_config as analyseCorpus does, storage_unavailable */
export async function getCorpusAnalysis(
  idOrSlug: string,
  settings: AnalysisSettings,
): Promise<CorpusAnalysis> {
  return corpusAnalysis(server(), requireCorpus(idOrSlug), resolveAnalysis(settings));
}

/**
 * One sentence as a run with these settings would cut it.
 *
 * @throws HeldoutError as getCorpusAnalysis does
 */
export async function tokenizeSentence(
  idOrSlug: string,
  { text, side, settings }: TokenizeRequest,
): Promise<Tokenization> {
  return tokenization(server(), requireCorpus(idOrSlug), resolveAnalysis(settings), { side, text });
}

/**
 * A page of the pairs that contain the query.
 *
 * @throws HeldoutError not_found, invalid_corpus where the corpus is too small for the split, storage_unavailable
 */
export async function searchPairs(idOrSlug: string, query: PairQuery, split: SplitSpec): Promise<PairSearch> {
  return pairSearch(server(), requireCorpus(idOrSlug), split, query);
}
