import { createTranslator } from 'use-intl/core';
import { describe, expect, it } from 'vitest';
import { createFormats } from '@/app/format/formats';
import { createNames } from '@/app/format/names';
import { en } from '@/app/i18n/en';
import { placeOf } from '@/app/sweeps/new/fieldErrors';
import { formOf, keptTexts, parseSeeds, reduceForm, specOf, suggestedName } from '@/app/sweeps/new/formState';
import { levelProblem } from '@/app/sweeps/new/levelProblem';
import { readPresets } from '@/app/sweeps/new/presets';
import { hyperparameterOf, offeredLevels, offeredRange, parseLevel } from '@/app/sweeps/new/rows';
import { sweepSpecSchema } from '@/lib/domain/sweep';
import { parseSweepSpec, parseSweepText } from '@/sweeps/parse';

const formats = createFormats({ language: 'en', numbers: 'en' });
const english = {
  formats,
  names: createNames(formats),
  words: createTranslator({ locale: 'en', messages: en, namespace: 'newSweep' }),
};

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
    expect(parseLevel(hyperparameterOf('heads'), '3.5')).toBeUndefined();
    expect(levelProblem(hyperparameterOf('heads'), '3.5', english)).toBe(
      'heads is a whole number from 1 to 64, not “3.5”.',
    );
    expect(levelProblem(hyperparameterOf('positions'), 'none', english)).toBe(
      'positions is one of learned | sinusoidal, not “none”.',
    );
    expect(parseLevel(hyperparameterOf('dropout'), '2')).toBeUndefined();
    expect(parseLevel(hyperparameterOf('heads'), '')).toBeUndefined();
    expect(parseLevel(hyperparameterOf('trainSize'), '10,000')).toBe(10_000);
    expect(parseLevel(hyperparameterOf('learningRate'), '3e-4')).toBe(0.0003);
  });

  it('seeds are read from lists and ranges, each once', () => {
    expect(parseSeeds('1, 2 3;3')).toEqual({ ok: true, seeds: [1, 2, 3] });
    expect(parseSeeds('1-3, 7')).toEqual({ ok: true, seeds: [1, 2, 3, 7] });
    expect(parseSeeds('1, one')).toEqual({ ok: false, wrong: 'one' });
    for (const wrong of ['', 'one', '3-1', '-1', '1-5000']) expect(parseSeeds(wrong).ok).toBe(false);
  });
});

describe('the place of an error', () => {
  it('is the field that its path names', () => {
    expect(placeOf('factors.heads.1', initial)).toEqual({ kind: 'row', key: 'heads' });
    expect(placeOf('base.epochs', initial)).toEqual({ kind: 'row', key: 'epochs' });
    expect(placeOf('seeds.0', initial)).toEqual({ kind: 'field', field: 'seeds' });
    expect(placeOf('corpus', initial)).toEqual({ kind: 'field', field: 'corpus' });
    expect(placeOf('design.samples', initial)).toEqual({ kind: 'field', field: 'design.samples' });
    expect(placeOf('stopping.epochs', initial)).toEqual({ kind: 'field', field: 'stopping.epochs' });
    expect(placeOf('budget.runs', initial)).toEqual({ kind: 'field', field: 'budget.runs' });
    expect(placeOf('split.test', initial)).toEqual({ kind: 'field', field: 'split.test' });
    expect(placeOf('objective.metric', initial)).toEqual({ kind: 'field', field: 'objective.metric' });
    expect(placeOf('design.kind', initial)).toEqual({ kind: 'field', field: 'design' });
    expect(placeOf('cells.0.heads', initial)).toEqual({ kind: 'field', field: 'design' });
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

it('takes the goal from the objective, and says objective and split only where they are unusual', () => {
  expect(specOf(initial, [1])).not.toHaveProperty('objective');
  expect(specOf(initial, [1])).not.toHaveProperty('split');
  let state = reduceForm(initial, { type: 'objective', metric: 'validation/bleu' });
  state = reduceForm(state, { type: 'number', path: 'split.test', value: '200' });
  expect(specOf(state, [1])).toMatchObject({
    objective: { metric: 'validation/bleu', goal: 'maximize', report: 'test/bleu' },
    split: { seed: 1, validation: 0.05, test: 200 },
  });
});

describe('designs on the form', () => {
  it('offer a range in place of levels, on a log scale across a decade', () => {
    let state = reduceForm(initial, { type: 'design', kind: 'random' });
    state = reduceForm(state, { type: 'add', key: 'learningRate' });
    const row = state.rows.find(({ key }) => key === 'learningRate');
    if (!row) throw new Error('the row was not added');
    expect(offeredRange(row)).toEqual({ min: '0.0003', max: '0.003', scale: 'log' });
    state = reduceForm(state, { type: 'range', key: 'learningRate', range: offeredRange(row) });
    state = reduceForm(state, { type: 'number', path: 'design.samples', value: '40' });
    expect(specOf(state, [1])).toMatchObject({
      design: { kind: 'random', samples: 40, seed: 1 },
      factors: { learningRate: { min: 0.0003, max: 0.003, scale: 'log' } },
    });
    expect(suggestedName(state)).toContain('learning rate');
  });

  it('send a baseline only with the designs that start from one, and only levels that are chosen', () => {
    let state = reduceForm(initial, { type: 'baseline', factor: 'dModel', level: 512 });
    expect(specOf(state, [1])).not.toHaveProperty('baseline');
    state = reduceForm(state, { type: 'design', kind: 'one-factor-at-a-time' });
    expect(specOf(state, [1]).baseline).toEqual({ dModel: 512 });
    state = reduceForm(state, { type: 'toggle', key: 'dModel', level: 512 });
    expect(specOf(state, [1])).not.toHaveProperty('baseline');
  });

  it('choose a fraction by resolution or by variants, empty fields being left out', () => {
    let state = reduceForm(initial, { type: 'design', kind: 'fractional-factorial' });
    expect(specOf(state, [1]).design).toEqual({ kind: 'fractional-factorial', resolution: 4 });
    state = reduceForm(state, { type: 'number', path: 'design.resolution', value: '' });
    state = reduceForm(state, { type: 'number', path: 'design.variants', value: '16' });
    expect(specOf(state, [1]).design).toEqual({ kind: 'fractional-factorial', variants: 16 });
  });

  it('start each stopping rule at its own numbers', () => {
    let state = reduceForm(initial, { type: 'stopping', kind: 'median' });
    state = reduceForm(state, { type: 'number', path: 'stopping.graceEpochs', value: '7' });
    expect(specOf(state, [1]).stopping).toEqual({ kind: 'median', graceEpochs: 7, minRuns: 3 });
    state = reduceForm(state, { type: 'stopping', kind: 'asha' });
    expect(specOf(state, [1]).stopping).toEqual({ kind: 'asha', graceEpochs: 1, reductionFactor: 3 });
  });

  it('send what is no number so that the server’s sentence comes back to the field', () => {
    let state = reduceForm(initial, { type: 'design', kind: 'random' });
    state = reduceForm(state, { type: 'number', path: 'design.samples', value: 'many' });
    const sent: unknown = JSON.parse(JSON.stringify({ ...specOf(state, [1]), corpus: 'x' }));
    expect(() => parseSweepSpec(sent)).toThrow('design.samples: samples is a whole number from 1 to 4096');
  });
});

it('every spec comes back from the form as it went in, with what the form does not show', () => {
  const texts = [
    `design: {kind: random, samples: 40, seed: 9}
factors: {schedule: [constant, cosine], warmupSteps: {min: 100, max: 4000, scale: log}, dropout: {min: 0, max: 0.5, integer: false}}
conditions: {warmupSteps: {schedule: cosine}}
base: {warmupSteps: 50}`,
    `design: leave-one-out
factors: {positions: [learned, sinusoidal], dModel: [64, 128], recipe: {a: {dropout: 0}, b: {dropout: 0.1}}}
baseline: {positions: sinusoidal, recipe: b}
stopping: {kind: patience, epochs: 4, minChange: 0.01}
budget: {runs: 50, hours: 2.5}
retries: 0`,
    `design: {kind: fractional-factorial, variants: 8}
factors: {layers: [1, 2], heads: [4, 8], dModel: [64, 128]}
split: {seed: 3, validation: 100, test: 100}
objective: {metric: validation/bleu, goal: maximize, report: test/chrf}
stopping: {kind: asha}`,
    `design: list
keep: {models: none}
cells: [{dModel: 512, heads: 8}, {dModel: 256, heads: 4}]
conditions: {heads: {dModel: [256, 512]}}`,
  ];
  for (const text of texts) {
    const spec = parseSweepText(`name: x\ncorpus: x\n${text}`);
    const back = parseSweepSpec(specOf(formOf(spec), spec.seeds));
    // The form fixes what it always shows at the defaults, which changes no variant.
    expect(back).toEqual({ ...spec, base: back.base });
    expect(back.base).toMatchObject(spec.base);
    expect(Object.keys(back.factors)).toEqual(Object.keys(spec.factors));
  }
  const [first = '', , third = '', last = ''] = texts;
  const kept = (text: string) => keptTexts(formOf(parseSweepText(`name: x\ncorpus: x\n${text}`)), english);
  expect(kept(first)).toEqual(['when warm-up varies']);
  expect(kept(third)).toEqual([]);
  expect(kept(last)).toEqual(['the 2 cells of the list', 'when heads varies']);
});
