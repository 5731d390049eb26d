import { createReadStream } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyseCorpus } from '@/lib/data/corpusAnalysis';
import { prepareDataset } from '@/lib/data/dataset';
import { openImport } from '@/lib/data/importers/openImport';
import { lengthHistograms } from '@/lib/data/lengthHistogram';
import { countRepeated } from '@/lib/data/repeatedSentences';
import { mostFrequent, occurrences, symbolCoverage } from '@/lib/data/symbolCoverage';
import type { Pair } from '@/lib/domain/corpus';
import { analysisSettingsSchema, corpusAnalysisSchema, resolveAnalysis } from '@/lib/domain/corpusAnalysis';
import { type ImportOptionsInput, importOptionsSchema } from '@/lib/domain/corpusImport';
import { referenceFile } from '@/tests/referenceFiles';

const colours = ['red', 'blue', 'green', 'white', 'black'];
const nouns = ['cat', 'dog', 'bird', 'fish', 'horse', 'cow', 'sheep', 'goat'];
const pairs: Pair[] = colours.flatMap((colour, c) =>
  nouns.map((noun, n) => ({ source: `The ${noun} is ${colour}.`, target: `第${c}只动物${n}。` })),
);

async function readPairs(path: string, options: ImportOptionsInput): Promise<Pair[]> {
  const file = { name: 'tatoeba.tsv', chunks: createReadStream(path) };
  const read: Pair[] = [];
  for await (const pair of (await openImport([file], importOptionsSchema.parse(options))).pairs)
    read.push(pair);
  return read;
}

describe('analyseCorpus', () => {
  it('counts the splits, and finds no group in two of them', async () => {
    const doubled = [...pairs, ...pairs.map(({ source, target }) => ({ source: `${source}!`, target }))];
    const { analysis } = await analyseCorpus(doubled, {
      ...resolveAnalysis(analysisSettingsSchema.parse({ validation: 4, test: 6 })),
      script: true,
    });
    expect(corpusAnalysisSchema.parse(analysis)).toEqual(analysis);
    const [train, validation, test] = analysis.split.rows;
    expect([train?.groups, validation?.groups, test?.groups]).toEqual([30, 4, 6]);
    expect([train?.sources, validation?.sources, test?.sources]).toEqual([60, 8, 12]);
    expect(analysis.split.overlap).toEqual({ trainTest: 0, trainValidation: 0, validationTest: 0 });
    expect(analysis.repeated).toEqual({ sources: 0, mostTranslations: 1, targets: 40, mostSources: 2 });
  });

  it('has the vocabulary and the ids of a run with the same settings', async () => {
    const settings = analysisSettingsSchema.parse({
      sourceTokenizer: 'characters',
      targetMinFrequency: 4,
      maxLength: 19,
    });
    const { split, config } = resolveAnalysis(settings);
    const { analysis, tokenizers } = await analyseCorpus(pairs, { split, config, script: false });
    const dataset = prepareDataset(pairs, split, config);
    expect(analysis.source.vocabularySize).toBe(dataset.sourceVocabulary.size);
    expect(analysis.target.vocabularySize).toBe(dataset.targetVocabulary.size);
    expect(analysis.split.rows.map(({ tooLong }) => tooLong).some((count) => count > 0)).toBe(true);
    for (const { source, target } of pairs) {
      const ids = tokenizers.source.encode(source).ids;
      expect(ids).toEqual(dataset.sourceVocabulary.encode([...source]));
      expect(tokenizers.target.encode(target).ids).toEqual(dataset.targetVocabulary.encode([...target]));
    }
    expect(analysis.script).toBeNull();
  });

  it('counts unknown tokens by split and names the most frequent ones', async () => {
    const { analysis } = await analyseCorpus(pairs, {
      ...resolveAnalysis(analysisSettingsSchema.parse({ targetMinFrequency: 6, validation: 5, test: 5 })),
      script: true,
    });
    const { train, test } = analysis.target.unknown;
    expect(train.unknown).toBeGreaterThan(0);
    expect(train.unknown).toBeLessThan(train.tokens);
    expect(train.examples.length).toBeGreaterThan(0);
    expect(test.tokens).toBe(5 * 7);
  });

  it('refuses a split that leaves nothing to train on', async () => {
    const settings = resolveAnalysis(analysisSettingsSchema.parse({ test: 40 }));
    await expect(analyseCorpus(pairs, { ...settings, script: false })).rejects.toThrow(
      /leave none for training/,
    );
  });
});

describe('lengthHistograms', () => {
  it('counts every sentence once, with percentiles by nearest rank', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 3000 }), { minLength: 1 }),
        fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1 }),
        (source, target) => {
          const { source: histogram, target: other } = lengthHistograms(
            Int32Array.from(source),
            Int32Array.from(target),
            'characters',
          );
          expect(histogram.counts.reduce((sum, count) => sum + count, 0)).toBe(source.length);
          expect(other.width).toBe(histogram.width);
          expect(other.counts).toHaveLength(histogram.counts.length);
          expect(histogram.counts.length).toBeLessThanOrEqual(40);
          const within = source.filter((length) => length <= histogram.percentile95).length;
          const below = source.filter((length) => length < histogram.percentile95).length;
          expect(within).toBeGreaterThanOrEqual(0.95 * source.length);
          expect(below).toBeLessThan(0.95 * source.length);
          expect(histogram.longest).toBe(Math.max(...source));
        },
      ),
    );
  });

  it('puts a length where its bar says', () => {
    const lengths = Int32Array.from([1, 1, 2, 5]);
    expect(lengthHistograms(lengths, lengths, 'tokens').source).toEqual({
      unit: 'tokens',
      width: 1,
      counts: [0, 2, 1, 0, 0, 1],
      mean: 2.25,
      median: 1,
      percentile95: 5,
      percentile99: 5,
      longest: 5,
    });
  });
});

describe('symbolCoverage', () => {
  const counts = new Map([
    ['a', 6],
    ['b', 3],
    ['c', 1],
  ]);

  it('says what share the most frequent symbols make up', () => {
    expect(symbolCoverage(counts, 2)).toEqual({
      symbolTypes: 3,
      symbolsSeenOnce: 1,
      coverage: [
        { size: 1, share: 0.6 },
        { size: 2, share: 0.9 },
        { size: 3, share: 1 },
      ],
      mostFrequent: [
        { symbol: 'a', count: 6 },
        { symbol: 'b', count: 3 },
      ],
    });
  });

  it('has nothing to say of no symbols', () => {
    expect(symbolCoverage(new Map(), 5)).toMatchObject({ symbolTypes: 0, coverage: [], mostFrequent: [] });
  });

  it('gives back each symbol as often as it was counted', () => {
    expect([...occurrences(counts)].flat().join('')).toBe('aaaaaabbbc');
    expect(mostFrequent(new Map([...counts, ['d', 6]]), 2)).toEqual([
      { symbol: 'a', count: 6 },
      { symbol: 'd', count: 6 },
    ]);
  });
});

describe('countRepeated', () => {
  it('counts sentences that are in several pairs', () => {
    const first = { source: 'Hi.', target: '嗨。' };
    expect(
      countRepeated([first, { source: 'Hi.', target: '你好。' }, { source: 'Oh.', target: '哦。' }]),
    ).toEqual({
      sources: 1,
      mostTranslations: 2,
      targets: 0,
      mostSources: 1,
    });
  });
});

const tatoeba = referenceFile('data/tatoeba-cmn-eng.tsv');

describe.skipIf(tatoeba === null)('Tatoeba', () => {
  it('has the numbers that were counted independently', async () => {
    // Counted by a Python program over all 29,155 lines of the same file, its 100 duplicates included.
    const lines = await readPairs(tatoeba ?? '', { filters: { duplicates: 'keep' } });
    const { analysis } = await analyseCorpus(lines, {
      ...resolveAnalysis(analysisSettingsSchema.parse({ maxLength: 256 })),
      script: true,
    });
    expect(lines).toHaveLength(29_155);
    expect(analysis.source.distinctSentences).toBe(27_661);
    expect(analysis.target.distinctSentences).toBe(25_543);
    expect(analysis.repeated).toEqual({
      sources: 1334,
      mostTranslations: 6,
      targets: 2636,
      mostSources: 17,
    });
    expect(analysis.target.distinctCharacters).toBe(2828);
    const { mean, median, percentile95, percentile99, longest } = analysis.target.characters;
    expect(mean).toBeCloseTo(9.74, 2);
    expect([median, percentile95, percentile99, longest]).toEqual([9, 16, 21, 44]);
    const { simplified, traditional, mixed, either } = analysis.script ?? {
      simplified: 0,
      traditional: 0,
      mixed: 0,
      either: 0,
    };
    expect(traditional + mixed).toBe(9);
    expect(simplified / lines.length).toBeCloseTo(0.899, 3);
    expect(either / lines.length).toBeCloseTo(0.1, 2);
  });

  it('is split without leaks, and without duplicates has fewer repeated sentences', async () => {
    const read = await readPairs(tatoeba ?? '', {});
    const startedAtMs = performance.now();
    const { analysis } = await analyseCorpus(read, {
      ...resolveAnalysis(analysisSettingsSchema.parse({})),
      script: true,
    });
    console.info(`Tatoeba analysed in ${Math.round(performance.now() - startedAtMs)} ms`);
    expect(analysis.split.rows.reduce((sum, { pairs: count }) => sum + count, 0)).toBe(29_055);
    expect(analysis.split.overlap).toEqual({ trainTest: 0, trainValidation: 0, validationTest: 0 });
    expect([analysis.repeated.sources, analysis.repeated.targets]).toEqual([1256, 2601]);
  });
});
