import type { Construction, Pair } from './construction';
import { clauses } from './constructions/clauses';
import { descriptions } from './constructions/descriptions';
import { habits } from './constructions/habits';
import { locations } from './constructions/locations';
import { modality } from './constructions/modality';
import { movement } from './constructions/movement';
import { possessions } from './constructions/possessions';
import { questions } from './constructions/questions';
import { social } from './constructions/social';
import { tenses } from './constructions/tenses';
import { thingDescriptions } from './constructions/thingDescriptions';
import { trade } from './constructions/trade';
import { wishes } from './constructions/wishes';
import { lexicalEntries } from './lexicon/entries';

/** What the constructions' weights are shares of; those with few distinct sentences fall short of theirs. */
const targetPairs = 16_000;

/** Longer sentences are dropped: a small model's positions are dear. */
const maxEnglishWords = 14;

/** Draws a construction may make for each pair it owes before it settles for fewer. */
const drawsPerPair = 40;

const constructions: readonly Construction[] = [
  ...habits,
  ...tenses,
  ...questions,
  ...possessions,
  ...trade,
  ...descriptions,
  ...thingDescriptions,
  ...locations,
  ...movement,
  ...modality,
  ...clauses,
  ...social,
  ...wishes,
];

/** Words and fixed phrases that the grammar translates. */
export const phrasebookLexicalEntryCount: number = lexicalEntries.length;

/** The phrasebook with the construction that each pair comes from. */
export function generateTaggedPairs(): { construction: string; pair: Pair }[] {
  const totalWeight = constructions.reduce((sum, { weight }) => sum + weight, 0);
  const sources = new Set<string>();
  return constructions.flatMap(({ name, weight, draw }) => {
    const quota = Math.round((weight * targetPairs) / totalWeight);
    const tagged: { construction: string; pair: Pair }[] = [];
    for (let index = 0; index < quota * drawsPerPair && tagged.length < quota; index++) {
      const pair = draw(index);
      if (pair === undefined || sources.has(pair.source)) continue;
      if (pair.source.split(' ').length > maxEnglishWords) continue;
      sources.add(pair.source);
      tagged.push({ construction: name, pair });
    }
    return tagged;
  });
}

/**
 * The embedded corpus: everyday English sentences and their Chinese, generated from a bilingual grammar, so
 * that a first sweep needs no download. It is a generated corpus and is to be called that wherever it is shown.
 *
 * Pure and deterministic: the same pairs in the same order on every call. No English sentence occurs twice.
 * Neighbours are of one construction: shuffle before splitting.
 */
export function generatePhrasebook(): { pairs: Pair[] } {
  return { pairs: generateTaggedPairs().map(({ pair }) => pair) };
}
