import { describe, expect, it } from 'vitest';
import { prepareDataset } from '@/lib/data/dataset';
import { modelConfigOf } from '@/lib/data/modelConfig';
import { tokenizerSettings } from '@/lib/data/tokenizers/settings';
import { trainTokenizer } from '@/lib/data/tokenizers/trainedTokenizer';
import { measureVocabularies } from '@/lib/data/vocabularySizes';
import { configProblems, resolveConfig } from '@/lib/domain/config';
import type { Pair } from '@/lib/domain/corpus';
import { endId, startId } from '@/lib/model/config';

const split = { seed: 1, validation: 0.1, test: 0.1 };
const nouns = ['cat', 'dog', 'bird', 'horse', 'fish', 'cow', 'sheep', 'pig'];
const verbs = ['sees', 'likes', 'wants', 'hears', 'follows'];
const pairs = nouns.flatMap((noun, n) =>
  verbs.flatMap((verb, v) =>
    nouns.map((object, o) => ({
      source: `The ${noun} ${verb} the ${object}.`,
      target: `${'猫狗鸟马鱼牛羊猪'[n]}${'见喜要听跟'[v]}${'猫狗鸟马鱼牛羊猪'[o]}。`,
    })),
  ),
);

/** Every third pair has a long source, every fifth a long target. */
const mixed = pairs.map(({ source, target }, i) => ({
  source: i % 3 ? `${i}` : source,
  target: i % 5 ? target : target.repeat(4),
}));

describe('prepareDataset', () => {
  it('frames targets with START and END, and ends sources with END only where asked', () => {
    const on = prepareDataset(pairs, split, resolveConfig({ sourceEndToken: true }));
    const off = prepareDataset(pairs, split, resolveConfig({ sourceEndToken: false }));
    const { source, target } = on.pairs.train[0] ?? expect.fail('no training pair');
    expect(source.at(-1)).toBe(endId);
    expect([target[0], target.at(-1)]).toEqual([startId, endId]);
    expect([...(off.pairs.train[0]?.source ?? [])]).toEqual([...source.slice(0, -1)]);
  });

  it('trains and tests both levels of sourceEndToken on the same sentences, at the bound of maxLength too', () => {
    // Six source tokens and END.
    for (const maxLength of [6, 7]) {
      const prepare = (sourceEndToken: boolean) => {
        const long = pairs.map((pair, i) => (i % 2 ? pair : { ...pair, source: `Go.${i}` }));
        return prepareDataset(long, split, resolveConfig({ sourceEndToken, maxLength }));
      };
      expect(prepare(true).testHash).toBe(prepare(false).testHash);
      const { tooLongPairs, cutPairs } = prepare(true);
      const beyond = tooLongPairs + cutPairs.validation + cutPairs.test;
      expect(beyond).toBe(maxLength === 6 ? pairs.length / 2 : 0);
      expect(prepare(false)).toMatchObject({ tooLongPairs, cutPairs });
    }
  });

  it('nests smaller training sets in larger ones and keeps the test set', () => {
    const sets = [20, 50, 0].map((trainSize) => prepareDataset(pairs, split, resolveConfig({ trainSize })));
    const [small, medium, all] = sets.map(({ pairs: { train } }) => train.map(({ pair }) => pair));
    expect(small).toEqual(medium?.slice(0, 20));
    expect(medium).toEqual(all?.slice(0, 50));
    expect(new Set(sets.map(({ testHash }) => testHash)).size).toBe(1);
  });

  it('knows the symbols of the training pairs that are used, and counts those it does not know elsewhere', () => {
    const { unknown, sourceVocabulary } = prepareDataset(pairs, split, resolveConfig({ trainSize: 1 }));
    expect(unknown.train).toEqual({ source: 0, target: 0 });
    expect(unknown.test.source).toBeGreaterThan(0);
    // the, ., and at most three more words, after the four special symbols
    expect(sourceVocabulary.size).toBeLessThanOrEqual(9);
  });

  it('tests on the same sentences whatever the tokenizers and maxLength', () => {
    const prepared = [
      {},
      { maxLength: 8 },
      { sourceTokenizer: 'characters' as const, maxLength: 10 },
      { sourceTokenizer: 'bpe' as const, sourceMerges: 20, targetTokenizer: 'jieba' as const },
    ].map((settings) => prepareDataset(mixed, split, resolveConfig(settings)));
    expect(new Set(prepared.map(({ testHash }) => testHash)).size).toBe(1);
    expect(new Set(prepared.map(({ splitHash }) => splitHash)).size).toBe(1);
    for (const { pairs: encoded } of prepared) {
      for (const name of ['validation', 'test'] as const) {
        expect(encoded[name].map(({ pair }) => pair)).toEqual(
          prepared[0]?.pairs[name].map(({ pair }) => pair),
        );
      }
    }
  });

  it('leaves long pairs out of training, and elsewhere cuts their ids and not their sentences', () => {
    const maxLength = 10;
    const config = resolveConfig({ sourceTokenizer: 'characters', maxLength });
    const { pairs: encoded, tooLongPairs, cutPairs } = prepareDataset(mixed, split, config);
    const isLong = ({ source, target }: Pair) => Math.max(source.length, target.length) + 1 > maxLength;
    expect(encoded.train.filter(({ pair }) => isLong(pair))).toEqual([]);
    expect(tooLongPairs + encoded.train.length + encoded.validation.length + encoded.test.length).toBe(
      mixed.length,
    );
    expect(cutPairs.test).toBe(encoded.test.filter(({ pair }) => isLong(pair)).length);
    expect(cutPairs.test).toBeGreaterThan(0);
    for (const { pair, source, target } of encoded.test) {
      const targetIsCut = pair.target.length + 1 > maxLength;
      expect(source.length).toBe(Math.min(pair.source.length + 1, maxLength));
      expect(source.at(-1)).toBe(endId);
      expect(target[0]).toBe(startId);
      expect(target).toHaveLength(targetIsCut ? maxLength + 1 : pair.target.length + 2);
      // A cut sentence has no end that the model could be taught.
      expect(target.includes(endId)).toBe(!targetIsCut);
    }
    expect(encoded.test.some(({ pair }) => pair.target.length + 1 > maxLength)).toBe(true);
  });

  it('counts unknown symbols of each split and side, and names the most frequent', () => {
    const { unknownSymbols, unknown } = prepareDataset(
      pairs,
      split,
      resolveConfig({ trainSize: 1, targetTokenizer: 'characters' }),
    );
    const { tokens, unknown: count, examples } = unknownSymbols.test.source;
    expect(unknown.test.source).toBe(count / tokens);
    expect(examples.length).toBeGreaterThan(3);
    expect(examples).not.toContain('the');
    expect(unknownSymbols.train.target).toMatchObject({ unknown: 0, examples: [] });
  });

  it('trains its tokenizers on the training pairs that are used, and nothing else', () => {
    const config = resolveConfig({ sourceTokenizer: 'bpe', sourceMerges: 5, trainSize: 3 });
    const { pairs: encoded, sourceTokenizer } = prepareDataset(pairs, split, config);
    const trained = trainTokenizer(
      encoded.train.map(({ pair }) => pair.source),
      tokenizerSettings(config, 'source'),
    );
    expect(sourceTokenizer.toArtifact()).toEqual(trained.toArtifact());
    const [first] = encoded.train;
    expect([...(first?.source ?? [])]).toEqual([...trained.encode(first?.pair.source ?? '').ids, endId]);
  });

  it('refuses more merges than the training pairs give', () => {
    const config = resolveConfig({ targetTokenizer: 'bpe', targetMerges: 2000 });
    expect(() => prepareDataset(pairs, split, config)).toThrow(/targetMerges asks for 2000 merges/);
  });

  it('says which split is empty where maxLength fits nothing', () => {
    expect(() => prepareDataset(pairs, split, resolveConfig({ maxLength: 4 }))).toThrow(
      /train split.*maxLength 4/,
    );
  });
});

describe('measureVocabularies', () => {
  it.each([
    {},
    { trainSize: 10 },
    { targetVocabulary: 16 },
    { sourceTokenizer: 'characters' as const },
    { sourceTokenizer: 'bpe' as const, sourceMerges: 10 },
    { sourceTokenizer: 'bpe' as const, sourceMerges: 20, targetTokenizer: 'segmenter' as const },
    { targetTokenizer: 'jieba' as const, targetMinFrequency: 5 },
  ])('gives the sizes that the trainer sees: %j', (settings) => {
    const config = resolveConfig(settings);
    const dataset = prepareDataset(pairs, split, config);
    expect(measureVocabularies(pairs, split, config)).toEqual({
      source: dataset.sourceVocabulary.size,
      target: dataset.targetVocabulary.size,
    });
  });

  it('remembers sizes by what the data depend on, not by the model', () => {
    const copy = [...pairs];
    const first = measureVocabularies(copy, split, resolveConfig({ dModel: 64 }));
    expect(measureVocabularies(copy, split, resolveConfig({ dModel: 128 }))).toBe(first);
    expect(measureVocabularies(copy, { ...split, seed: 2 }, resolveConfig({}))).not.toBe(first);
  });
});

describe('modelConfigOf', () => {
  it('passes on what the model sees, with d_ff 0 resolved', () => {
    const config = { ...resolveConfig({ dModel: 64, heads: 4, layers: 2, maxLength: 30 }), dFf: 0 };
    expect(configProblems(config)).toEqual([]);
    expect(modelConfigOf(config, { source: 100, target: 200 })).toMatchObject({
      dModel: 64,
      heads: 4,
      encoderLayers: 2,
      decoderLayers: 2,
      dFf: 256,
      sourceVocab: 100,
      targetVocab: 200,
      maxLength: 30,
    });
  });
});
