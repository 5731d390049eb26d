import { setImmediate } from 'node:timers/promises';
import type { RunConfig } from '@/lib/domain/config';
import type { Pair } from '@/lib/domain/corpus';
import type { CorpusAnalysis } from '@/lib/domain/corpusAnalysis';
import { type Split, splits } from '@/lib/domain/metric';
import type { SplitSpec } from '@/lib/domain/sweep';
import { lengthHistograms } from './lengthHistogram';
import { countRepeated } from './repeatedSentences';
import { scriptOf } from './script';
import { countOverlap, groupPairs, hashOfPairs, type SplitPairs, splitHash, splitPairs } from './splits';
import { addCounts, mostFrequent, occurrences, symbolCoverage } from './symbolCoverage';
import { learnMerges } from './tokenizers/bpeTraining';
import { type Cutter, learnCutter } from './tokenizers/learnCutter';
import { type Side, tokenizerSettings } from './tokenizers/settings';
import { type TrainedTokenizer, withVocabulary } from './tokenizers/trainedTokenizer';

const sides = ['source', 'target'] as const;
const shownSymbols = 24;
const shownUnknown = 20;
/** Pairs between two pauses: a few milliseconds of work. */
const pairsAtOnce = 1000;

export interface AnalysedCorpus {
  analysis: CorpusAnalysis;
  /** Trained on the training split. */
  tokenizers: Record<Side, TrainedTokenizer>;
}

interface Measured {
  characters: Record<Side, Int32Array>;
  tokens: Record<Side, Int32Array>;
  /** Tokens of each split; of the training split those of pairs within maxLength alone, as a run uses them. */
  counts: Record<Side, Record<Split, Map<string, number>>>;
  tooLong: Record<Split, number>;
}

/**
 * Splits a corpus, trains both tokenizers on its training split and counts everything over all pairs. Pauses often, so
 * that its process notices what else is asked of it; the pairs must not be changed meanwhile.
 *
 * @param script whether the target side is Chinese, whose scripts are told apart
 * @throws HeldoutError invalid_corpus where the corpus is too small for the split, invalid_config where more merges are
 *   wanted than the training split gives
 */
export async function analyseCorpus(
  pairs: readonly Pair[],
  { split: spec, config, script }: { split: SplitSpec; config: RunConfig; script: boolean },
): Promise<AnalysedCorpus> {
  const split = splitPairs(pairs, spec);
  await setImmediate();
  const cutters = trainCutters(split.train, config);
  const measured = await measure(split, cutters, config.maxLength);
  const tokenizers = {
    source: withVocabulary(cutters.source, occurrences(measured.counts.source.train)),
    target: withVocabulary(cutters.target, occurrences(measured.counts.target.train)),
  };
  await setImmediate();
  const characters = lengthHistograms(measured.characters.source, measured.characters.target, 'characters');
  const tokens = lengthHistograms(measured.tokens.source, measured.tokens.target, 'tokens');
  const texts = await countTexts(pairs, script);
  const sideAnalysis = (side: Side): CorpusAnalysis['source'] => ({
    characters: characters[side],
    tokens: tokens[side],
    distinctSentences: texts.sentences[side].size,
    distinctCharacters: texts.characters[side].size,
    vocabularySize: tokenizers[side].vocabulary.size,
    ...symbolCoverage(measured.counts[side].train, shownSymbols),
    unknown: bySplit((name) => unknownOf(measured.counts[side][name], tokenizers[side])),
  });
  const analysis: CorpusAnalysis = {
    repeated: countRepeated(pairs),
    script: texts.script,
    source: sideAnalysis('source'),
    target: sideAnalysis('target'),
    split: {
      rows: splits.map((name) => ({
        split: name,
        pairs: split[name].length,
        sources: new Set(split[name].map(({ source }) => source)).size,
        groups: groupPairs(split[name]).size,
        tooLong: measured.tooLong[name],
      })),
      overlap: countOverlap(split),
      hash: splitHash(split),
      testHash: hashOfPairs(split.test),
    },
  };
  return { analysis, tokenizers };
}

function trainCutters(train: readonly Pair[], config: RunConfig): Record<Side, Cutter> {
  const learn = (side: Side) =>
    learnCutter(tokenizerSettings(config, side), () => learnMerges(train.map((pair) => pair[side])));
  return { source: learn('source'), target: learn('target') };
}

/** Cuts every sentence once. Only counts are kept: the tokens of a large corpus would not fit into memory. */
async function measure(
  split: SplitPairs,
  cutters: Record<Side, Cutter>,
  maxLength: number,
): Promise<Measured> {
  const total = splits.reduce((sum, name) => sum + split[name].length, 0);
  const lengths = () => ({ source: new Int32Array(total), target: new Int32Array(total) });
  const maps = () => bySplit(() => new Map<string, number>());
  const measured: Measured = {
    characters: lengths(),
    tokens: lengths(),
    counts: { source: maps(), target: maps() },
    tooLong: bySplit(() => 0),
  };
  let index = 0;
  for (const name of splits) {
    for (const pair of split[name]) {
      if (index % pairsAtOnce === 0) await setImmediate();
      const cut = {
        source: cutters.source.tokenizer.encode(pair.source),
        target: cutters.target.tokenizer.encode(pair.target),
      };
      // END counts, as in a run's data.
      const isTooLong = Math.max(cut.source.length, cut.target.length) + 1 > maxLength;
      if (isTooLong) measured.tooLong[name]++;
      for (const side of sides) {
        measured.characters[side][index] = countCodePoints(pair[side]);
        measured.tokens[side][index] = cut[side].length;
        if (!isTooLong || name !== 'train') addCounts(measured.counts[side][name], cut[side]);
      }
      index++;
    }
  }
  return measured;
}

interface Texts {
  sentences: Record<Side, Set<string>>;
  characters: Record<Side, Set<string>>;
  script: CorpusAnalysis['script'];
}

async function countTexts(pairs: readonly Pair[], hasScript: boolean): Promise<Texts> {
  const script = { simplified: 0, traditional: 0, mixed: 0, either: 0 };
  const texts: Texts = {
    sentences: { source: new Set(), target: new Set() },
    characters: { source: new Set(), target: new Set() },
    script: hasScript ? script : null,
  };
  let index = 0;
  for (const pair of pairs) {
    if (index++ % pairsAtOnce === 0) await setImmediate();
    for (const side of sides) {
      texts.sentences[side].add(pair[side]);
      for (const character of pair[side]) texts.characters[side].add(character);
    }
    if (hasScript) script[scriptOf(pair.target)]++;
  }
  return texts;
}

function unknownOf(counts: ReadonlyMap<string, number>, { vocabulary }: TrainedTokenizer) {
  let tokens = 0;
  const unknown = new Map<string, number>();
  for (const [symbol, count] of counts) {
    tokens += count;
    if (!vocabulary.knows(symbol)) unknown.set(symbol, count);
  }
  return {
    tokens,
    unknown: [...unknown.values()].reduce((sum, count) => sum + count, 0),
    examples: mostFrequent(unknown, shownUnknown).map(({ symbol }) => symbol),
  };
}

function countCodePoints(text: string): number {
  let count = 0;
  for (const _character of text) count++;
  return count;
}

function bySplit<T>(make: (name: Split) => T): Record<Split, T> {
  const [train, validation, test] = splits;
  return { train: make(train), validation: make(validation), test: make(test) };
}
