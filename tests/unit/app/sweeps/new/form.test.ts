import { describe, expect, it } from 'vitest';
import { placeOf } from '@/app/sweeps/new/fieldErrors';
import {
  formOf,
  hyperparameterOf,
  offeredLevels,
  parseLevel,
  parseSeeds,
  reduceForm,
  specOf,
  suggestedName,
} from '@/app/sweeps/new/formState';
import { readPresets } from '@/app/sweeps/new/presets';
import { sweepSpecSchema } from '@/lib/domain/sweep';

const presets = readPresets();
const first = presets[0]?.state;
if (!first) throw new Error('there is no preset');
const initial = { ...first, corpus: 'phrasebook' };

describe('the form as a spec', () => {
  it('makes two or more levels a factor and one a fixed value', () => {
    const state = reduceForm(initial, { type: 'toggle', key: 'dModel', level: 512 });
    const spec = specOf(state, [1, 2]);
    expect(spec.base).toMatchObject({ dModel: 256 });
    expect(Object.keys(spec.factors ?? {})).toEqual(['heads', 'layers', 'positions', 'sourceEndToken']);
    expect(spec.seeds).toEqual([1, 2]);
  });

  it('keeps a row without a level, so that the server can say what is missing', () => {
    let state = reduceForm(initial, { type: 'toggle', key: 'heads', level: 4 });
    state = reduceForm(state, { type: 'toggle', key: 'heads', level: 8 });
    expect(specOf(state, [1]).factors).toMatchObject({ heads: [] });
  });

  it('every preset is a valid spec, and the first has all five factors with 32 cells', () => {
    for (const preset of presets) {
      expect(sweepSpecSchema.safeParse(specOf({ ...preset.state, corpus: 'x' }, [1])).success).toBe(true);
    }
    const cells = Object.values(specOf(initial, [1]).factors ?? {}).map(
      (levels) => Object.keys(levels).length,
    );
    expect(cells).toEqual([2, 2, 2, 2, 2]);
  });

  it('keeps the corpus that was picked when a preset is taken', () => {
    expect(reduceForm(initial, { type: 'preset', state: first }).corpus).toBe('phrasebook');
  });

  it('is named after its factors until somebody names it', () => {
    expect(suggestedName({ ...initial, name: '' })).toBe('d_model × heads × layers × positions × source END');
    expect(specOf({ ...initial, name: ' mine ' }, [1]).name).toBe('mine');
  });

  it('offers typed levels among the catalogue’s, in order', () => {
    const state = reduceForm(initial, { type: 'type', key: 'dModel', level: 96 });
    const row = state.rows.find((candidate) => candidate.key === 'dModel');
    expect(row && offeredLevels(row)).toEqual([64, 96, 128, 256, 512]);
    expect(row?.chosen).toEqual([96, 256, 512]);
  });

  it('adds any hyperparameter once, fixed at its default, and removes it', () => {
    let state = reduceForm(initial, { type: 'add', key: 'dropout' });
    state = reduceForm(state, { type: 'add', key: 'dropout' });
    expect(specOf(state, [1]).base).toMatchObject({ dropout: 0.1 });
    expect(reduceForm(state, { type: 'remove', key: 'dropout' }).rows).toEqual(initial.rows);
  });
});

describe('typed values', () => {
  it('are refused in a sentence that names the range and the value', () => {
    expect(parseLevel(hyperparameterOf('heads'), '3.5')).toEqual({
      ok: false,
      problem: 'heads is a whole number from 1 to 64, not "3.5"',
    });
    expect(parseLevel(hyperparameterOf('dropout'), '2')).toMatchObject({ ok: false });
    expect(parseLevel(hyperparameterOf('heads'), '')).toMatchObject({ ok: false });
    expect(parseLevel(hyperparameterOf('trainSize'), '10,000')).toEqual({ ok: true, level: 10_000 });
    expect(parseLevel(hyperparameterOf('learningRate'), '3e-4')).toEqual({ ok: true, level: 0.0003 });
  });

  it('seeds are read from lists and ranges, each once', () => {
    expect(parseSeeds('1, 2 3;3')).toEqual({ ok: true, seeds: [1, 2, 3] });
    expect(parseSeeds('1-3, 7')).toEqual({ ok: true, seeds: [1, 2, 3, 7] });
    for (const wrong of ['', 'one', '3-1', '-1', '1-5000']) expect(parseSeeds(wrong).ok).toBe(false);
  });
});

describe('the place of an error', () => {
  it('is the field that its path names', () => {
    expect(placeOf('factors.heads.1', initial)).toEqual({ kind: 'row', key: 'heads' });
    expect(placeOf('base.epochs', initial)).toEqual({ kind: 'row', key: 'epochs' });
    expect(placeOf('seeds.0', initial)).toEqual({ kind: 'field', field: 'seeds' });
    expect(placeOf('corpus', initial)).toEqual({ kind: 'field', field: 'corpus' });
  });

  it('is the form where the path names nothing on it', () => {
    expect(placeOf('factors.dropout', initial)).toEqual({ kind: 'form' });
    expect(placeOf(undefined, initial)).toEqual({ kind: 'form' });
  });
});

it('keeps factors made of bundles, names them, and can leave them out', () => {
  const tokenization = {
    original: { sourceTokenizer: 'bpe' as const, targetTokenizer: 'jieba' as const, targetMinFrequency: 2 },
    default: { sourceTokenizer: 'words' as const },
  };
  const spec = sweepSpecSchema.parse({ name: 'x', corpus: 'x', factors: { tokenization } });
  const state = formOf(spec);
  expect(specOf(state, [1]).factors).toEqual({ tokenization });
  expect(suggestedName(state)).toBe('tokenization');
  const without = reduceForm(state, { type: 'removeBundles', factor: 'tokenization' });
  expect(specOf(without, [1]).factors).toEqual({});
});

it('a spec comes back from the form as it went in, levels of its own included', () => {
  const spec = sweepSpecSchema.parse({
    name: 'few pairs',
    corpus: 'phrasebook',
    base: { dModel: 96, learningRate: 0.002, epochs: 30 },
    factors: { trainSize: [300, 3000] },
    seeds: [1, 2],
  });
  const back = specOf(formOf(spec), [1, 2]);
  expect(back.factors).toEqual(spec.factors);
  expect(back.base).toMatchObject(spec.base);
});
