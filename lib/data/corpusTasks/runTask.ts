import { readFile } from 'node:fs/promises';
import type { RunConfig } from '@/lib/domain/config';
import type { Pair } from '@/lib/domain/corpus';
import { HeldoutError } from '@/lib/domain/errors';
import type { SplitSpec } from '@/lib/domain/sweep';
import { decodePairs } from '../canonical';
import { type AnalysedCorpus, analyseCorpus } from '../corpusAnalysis';
import { measureRunWork, measureVocabularies } from '../vocabularySizes';
import { searchPairs, splitIndexesOf } from './pairSearch';
import { recentlyUsed } from './recentlyUsed';
import type { CorpusAnswers, CorpusTask } from './tasks';

/** The corpus that a person looks at, and the one before it; measureVocabularies remembers by their arrays. */
const pairsOf = recentlyUsed<Promise<Pair[]>>(2);
/** A person goes to and fro between a few settings. */
const analysed = recentlyUsed<Promise<AnalysedCorpus>>(6);
const splitIndexes = recentlyUsed<Uint8Array>(6);

/**
 * @throws HeldoutError invalid_corpus where the corpus is too small for the split, invalid_config where more merges are
 *   wanted than it gives, storage_unavailable where its file cannot be read
 */
export async function runCorpusTask(task: CorpusTask): Promise<CorpusAnswers[CorpusTask['kind']]> {
  const { corpus, split } = task;
  const pairs = await pairsOf(corpus.fingerprint, () => readPairs(corpus));
  switch (task.kind) {
    case 'vocabularies':
      return task.configs.map((config) => ({
        ...measureVocabularies(pairs, split, config),
        work: measureRunWork(pairs, split, config),
      }));
    case 'analysis':
      return (await analysisOf(pairs, corpus, split, task.config)).analysis;
    case 'tokenization': {
      const { tokenizers } = await analysisOf(pairs, corpus, split, task.config);
      const tokenizer = tokenizers[task.side];
      const { ids, tokens } = tokenizer.encode(task.text.normalize('NFC'));
      return { tokens, decoded: tokenizer.decode(ids) };
    }
    case 'search': {
      const key = JSON.stringify([corpus.fingerprint, split.seed, split.validation, split.test]);
      return searchPairs(
        pairs,
        splitIndexes(key, () => splitIndexesOf(pairs, split)),
        task.query,
      );
    }
  }
}

function analysisOf(
  pairs: readonly Pair[],
  corpus: CorpusTask['corpus'],
  split: SplitSpec,
  config: RunConfig,
): Promise<AnalysedCorpus> {
  const key = JSON.stringify([corpus.fingerprint, corpus.isChinese, split, config]);
  return analysed(key, () => analyseCorpus(pairs, { split, config, script: corpus.isChinese }));
}

async function readPairs({ path }: CorpusTask['corpus']): Promise<Pair[]> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new HeldoutError(
      'storage_unavailable',
      `Reading a corpus: ${path} cannot be read; restore the file, or import the corpus again.`,
      { cause },
    );
  });
  return decodePairs(bytes);
}
