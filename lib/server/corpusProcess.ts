import type { z } from 'zod';
import { type CorpusTask, corpusAnswerSchemas } from '@/lib/data/corpusTasks/tasks';
import { isChinese } from '@/lib/data/importers/languages';
import type { RunConfig } from '@/lib/domain/config';
import type { Corpus } from '@/lib/domain/corpus';
import type { CorpusAnalysis, PairQuery, PairSearch, Tokenization } from '@/lib/domain/corpusAnalysis';
import type { RunWork } from '@/lib/domain/estimate';
import type { SplitSpec } from '@/lib/domain/sweep';
import type { ServerContext } from './context';
import { corpusPath } from './corpusFiles';
import { runInProcess, type TaskProcess } from './taskProcess';

const corpora: TaskProcess = {
  name: 'corpusTasks',
  failure: (reason) =>
    `Working on the corpus failed: ${reason}. A large corpus may need more memory than there is; try again with a smaller one.`,
};

/** The exact vocabulary sizes of runs before they are trained, and what they will compute, one a configuration. */
export function vocabularySizes(
  context: ServerContext,
  corpus: Corpus,
  split: SplitSpec,
  configs: readonly RunConfig[],
): Promise<{ source: number; target: number; work: RunWork }[]> {
  const task: CorpusTask = {
    kind: 'vocabularies',
    corpus: taskCorpus(context, corpus),
    split,
    configs: [...configs],
  };
  return runTask(task, corpusAnswerSchemas.vocabularies);
}

export function corpusAnalysis(
  context: ServerContext,
  corpus: Corpus,
  { split, config }: CorpusSettings,
): Promise<CorpusAnalysis> {
  const task: CorpusTask = { kind: 'analysis', corpus: taskCorpus(context, corpus), split, config };
  return runTask(task, corpusAnswerSchemas.analysis);
}

/** One sentence as a run with these settings would cut it. */
export function tokenization(
  context: ServerContext,
  corpus: Corpus,
  { split, config }: CorpusSettings,
  sentence: { side: 'source' | 'target'; text: string },
): Promise<Tokenization> {
  const task: CorpusTask = {
    kind: 'tokenization',
    corpus: taskCorpus(context, corpus),
    split,
    config,
    ...sentence,
  };
  return runTask(task, corpusAnswerSchemas.tokenization);
}

export function pairSearch(
  context: ServerContext,
  corpus: Corpus,
  split: SplitSpec,
  query: PairQuery,
): Promise<PairSearch> {
  const task: CorpusTask = { kind: 'search', corpus: taskCorpus(context, corpus), split, query };
  return runTask(task, corpusAnswerSchemas.search);
}

export interface CorpusSettings {
  split: SplitSpec;
  config: RunConfig;
}

function taskCorpus(context: ServerContext, { fingerprint, targetLanguage }: Corpus): CorpusTask['corpus'] {
  return {
    path: corpusPath(context, fingerprint),
    fingerprint,
    isChinese: isChinese(targetLanguage),
  };
}

/**
 * Has a task on a whole corpus done in a process of its own (lib/data/corpusTasks), which is started at the first one
 * and keeps the corpora used last. Rejected: doing it in the server's own process, where the preview of a sweep over a
 * million pairs would leave every report and page unanswered for half a minute, and leases run out.
 *
 * @throws HeldoutError as runCorpusTask does; internal where the process ended before it answered
 */
function runTask<T>(task: CorpusTask, schema: z.ZodType<T>): Promise<T> {
  return runInProcess(corpora, task, schema);
}
