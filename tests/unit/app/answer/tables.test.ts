import { describe, expect, it } from 'vitest';
import { anovaTable } from '@/app/answer/anovaTable';
import { overfittingTable } from '@/app/answer/overfittingTable';
import { noiseText, powerTable } from '@/app/answer/powerTable';
import { pValueText } from '@/app/answer/pValueText';
import { boundsText, effectTable, pivotTable, variantTable } from '@/app/answer/tables';
import type { PublicationTable } from '@/lib/export/publication';
import { sweepAnswerOf } from '@/lib/stats/answer';
import { type VariantMetrics, variantMetrics } from '@/lib/stats/variantMetrics';
import { effect, en, namedInput, saying, whole, zh } from './answers';

const labels = ({ columns }: PublicationTable) => columns.map(({ label }) => label);
const texts = ({ rows }: PublicationTable) => rows.map((row) => row.map(({ text }) => text));
const nothing = sweepAnswerOf(namedInput({ runs: [] }));

describe('a p value', () => {
  it.each([
    [null, '= ?'],
    [0, '< 0.001'],
    [0.0009999, '< 0.001'],
    [0.001, '= 0.001'],
    [0.0123, '= 0.012'],
    [0.0499, '= 0.049'],
    [0.0501, '= 0.050'],
    [0.099, '= 0.099'],
    [0.1, '= 0.10'],
    [1, '= 1.00'],
  ])('of %s is written %s', (p, text) => {
    expect(pValueText(p, en.formats)).toBe(text);
  });
});

describe('a difference with its bounds', () => {
  it('has a sign, and no bounds where there are none', () => {
    expect(boundsText('test/bleu', { value: 1.84, low: 0.9, high: 2.7 }, en)).toBe('+1.8 [0.9, 2.7]');
    expect(boundsText('test/loss', { value: -0.1234, low: -0.2, high: 0 }, en)).toBe(
      '−0.123 [−0.200, 0.000]',
    );
    expect(boundsText('test/bleu', { value: 1.84, low: null, high: null }, en)).toBe('+1.8');
  });
});

describe('the table of variants', () => {
  const table = variantTable(whole, en);

  it('has a column a factor, the metric and the difference; the best first and in bold', () => {
    expect(table.caption).toBe('Positions: test BLEU by variant');
    expect(labels(table)).toEqual([
      'positions',
      'd_model',
      'source END',
      'test BLEU',
      'difference',
      'n',
      'gap at the end',
      'parameters',
    ]);
    const [first = [], ...rest] = table.rows;
    // Variant 4 of balancedValues: its seeds are 14.1011, 13.5041 and 13.3908.
    expect(first.slice(0, 3).map(({ text }) => text)).toEqual(['sinusoidal', '256', 'on']);
    expect(first[3]).toMatchObject({
      text: expect.stringMatching(/^13\.7 ± \d\.\d$/),
      isNumber: true,
      bold: true,
    });
    expect(rest.some((row) => row[3]?.bold)).toBe(false);
    const values = table.rows.map((row) => Number(row[3]?.text.split(' ')[0]));
    expect(values).toEqual(values.toSorted((a, b) => b - a));
  });

  it('calls the baseline so, and stars what Holm over the table leaves below 0.05', () => {
    const baseline = table.rows.filter((row) => row[4]?.text === 'baseline');
    expect(baseline.map((row) => row.slice(0, 3).map(({ text }) => text))).toEqual([
      ['learned', '256', 'on'],
    ]);
    const starred = whole.variants.filter(({ difference }) => (difference?.holm ?? 1) < 0.05);
    expect(table.rows.filter((row) => (row[4]?.stars ?? 0) > 0)).toHaveLength(starred.length);
    expect(starred.length).toBeGreaterThan(0);
  });

  it('says how it chose and what its signs mean, in both languages', () => {
    expect(table.notes).toEqual([
      'test BLEU at the step that validation BLEU chose; mean over seeds ± half of Student’s 95% interval, by the spread of all variants where seeds are few. Best mean in bold, which need not be what validation chose. n: seeds.',
      'Differences to the baseline, paired by seed, with 95% intervals. * p < 0.05, ** p < 0.01, *** p < 0.001, corrected by Holm over the table.',
    ]);
    const chinese = variantTable(whole, zh);
    expect(chinese.caption).toBe('“位置”：各变体的 测试集 BLEU');
    expect(labels(chinese).slice(0, 4)).toEqual(['位置编码', 'd_model', '源端 END', '测试集 BLEU']);
  });

  it('has the lowest loss as the best', () => {
    const metric = { ...whole.metric, report: 'test/loss', higherIsBetter: false };
    const [first] = variantTable({ ...whole, metric }, en).rows;
    const least = Math.min(...whole.variants.map(({ reported }) => reported?.value ?? Number.NaN));
    expect(first?.[3]).toMatchObject({
      text: expect.stringMatching(new RegExp(`^${least.toFixed(3)} ± `)),
      bold: true,
    });
  });

  it('marks what was not measured, bolds nothing then, and names the only variant of no factors', () => {
    const empty = variantTable(nothing, en);
    expect(empty.rows).toHaveLength(8);
    expect(empty.rows[1]?.map(({ text }) => text)).toEqual([
      'learned',
      '256',
      'off',
      '–',
      '–',
      '0',
      '–',
      '10',
    ]);
    expect(empty.rows.flat().some(({ bold }) => bold)).toBe(false);
    const alone = whole.variants.slice(0, 1).map((variant) => ({ ...variant, levels: {} }));
    const table = variantTable({ ...whole, variants: alone }, en);
    expect([labels(table)[0], table.rows[0]?.[0]?.text]).toEqual(['variant', 'baseline']);
  });

  it('has no ± of one seed', () => {
    const variants = whole.variants.map((variant) => ({
      ...variant,
      reported: { value: 12.34, low: null, high: null },
    }));
    expect(variantTable({ ...whole, variants }, en).rows[0]?.[3]?.text).toBe('12.3');
  });
});

describe('the table of effects', () => {
  it('has a row an effect with better pairs and corrected p', () => {
    const table = effectTable(saying({ kind: 'best' }, { family: 6 }), en);
    expect(table.caption).toBe('Positions: effects on test BLEU');
    expect(labels(table)).toEqual(['factor', 'change', 'difference', 'better pairs', 'Holm p']);
    expect(table.rows).toEqual([
      [
        { text: 'positions' },
        { text: 'learned → sinusoidal' },
        { text: '−1.8 [−2.7, −0.9]', isNumber: true, stars: 2 },
        { text: '1/16', isNumber: true },
        { text: '0.002', isNumber: true },
      ],
    ]);
    expect(table.notes[0]).toContain('corrected by Holm over 6 tests');
  });

  it('has neither p nor stars of what could not be tested', () => {
    const effects = [{ ...effect, low: null, high: null, pValue: null, holm: null }];
    expect(effectTable(saying({ kind: 'best' }, { effects }), en).rows[0]?.slice(2)).toEqual([
      { text: '−1.8', isNumber: true, stars: 0 },
      { text: '1/16', isNumber: true },
      { text: '–', isNumber: true },
    ]);
  });
});

describe('the pivot table', () => {
  const pair = ['positions', 'dModel'] as const;
  const measured = variantMetrics(whole, namedInput().runs);
  const nothingMeasured = variantMetrics(nothing, []);

  it('has the levels of one factor as rows and of the other as columns, runs in brackets, the best in bold', () => {
    const table = pivotTable(whole, pair, measured, en);
    expect(table.caption).toBe('Positions: test BLEU by positions and d_model');
    expect(labels(table)).toEqual(['positions', 'd_model 256', 'd_model 512']);
    expect(texts(table)).toEqual([
      ['learned', expect.stringMatching(/^11\.\d \(6\)$/), expect.stringMatching(/^10\.\d \(6\)$/)],
      ['sinusoidal', expect.stringMatching(/^13\.\d \(6\)$/), expect.stringMatching(/^13\.\d \(6\)$/)],
    ]);
    expect(table.rows.flat().filter(({ bold }) => bold)).toHaveLength(1);
    expect(table.notes).toEqual([
      'test BLEU at the step that validation BLEU chose, of the whole test split: the mean over seeds, then over the variants that share both levels; other factors are averaged over. In brackets: runs. –: nothing was measured.',
    ]);
  });

  it('bolds the lowest of a loss, and nothing where nothing was measured', () => {
    const bold = pivotTable(whole, pair, { ...measured, metric: 'test/loss' }, en)
      .rows.flat()
      .find((cell) => cell.bold);
    expect(bold?.text).toMatch(/^10\./);
    expect(
      pivotTable(nothing, pair, nothingMeasured, en)
        .rows.flat()
        .filter((cell) => cell.bold),
    ).toEqual([]);
    expect(texts(pivotTable(nothing, pair, nothingMeasured, en))[0]).toEqual(['learned', '–', '–']);
  });

  it('names another metric that it is of, whether it is of the whole test split, and that a metric which chose flatters', () => {
    const other: VariantMetrics = { ...measured, metric: 'validation/bleu', of: 'training' };
    const english = pivotTable(whole, pair, other, en);
    expect(english.caption).toBe('Positions: validation BLEU by positions and d_model');
    expect(english.notes[0]).toMatch(
      /^validation BLEU at the step that .* chose, as measured while training:/,
    );
    expect(english.notes[1]).toBe('It is what the steps were chosen by, and so it flatters.');
    const chinese = pivotTable(whole, pair, other, zh);
    expect(chinese.caption).toBe('“位置”：按 位置编码 与 d_model 的 验证集 BLEU');
    expect(chinese.notes[0]).toContain('为训练中的测量值');
    expect(chinese.notes[1]).toBe('步正是按它选出的，因此它偏乐观。');
  });
});

describe('the analysis of variance', () => {
  it('has a row a term, the seed as a block, and the residual last', () => {
    const table = anovaTable(whole, en);
    // Of R: see tests/unit/lib/stats/anova.test.ts, where the same runs are held against it.
    expect(table?.rows.map((row) => row.slice(0, 5).map(({ text }) => text))).toEqual([
      ['seed (block)', '1.3', '2', '1.49', '0.26'],
      ['positions', '31.1', '1', '71.40', '< 0.001'],
      ['d_model', '1.17', '1', '2.68', '0.12'],
      ['source END', '0.594', '1', '1.36', '0.26'],
      ['positions × d_model', '0.219', '1', '0.50', '0.49'],
      ['positions × source END', '0.0681', '1', '0.16', '0.70'],
      ['d_model × source END', '0.0681', '1', '0.16', '0.70'],
      ['residual', '6.54', '15', '', ''],
    ]);
    expect(table?.notes[0]).toContain('type II over 24 runs');
    // 31.1334 of 41.0884 in all, and of 31.1334 + 6.5406.
    expect(table?.rows[1]?.slice(5).map(({ text }) => text)).toEqual(['0.758', '0.826']);
  });

  it('is none of too few runs, and marks the terms that could not be tested', () => {
    expect(anovaTable(nothing, en)).toBeNull();
    const terms = (whole.anova?.terms ?? []).map((term) => ({ ...term, f: null, pValue: null }));
    const anova = whole.anova && { ...whole.anova, terms };
    expect(
      anovaTable({ ...whole, anova }, en)
        ?.rows[0]?.slice(3, 5)
        .map(({ text }) => text),
    ).toEqual(['–', '–']);
  });
});

describe('the table of power', () => {
  it('has an effect a row with the seeds there are and how many more would do', () => {
    const rows = (changes: Partial<typeof effect>, noise = whole.noise) =>
      texts(powerTable(saying({ kind: 'best' }, { effects: [{ ...effect, ...changes }], noise }), en));
    expect(rows({})).toEqual([['positions: learned → sinusoidal', '2', '6']]);
    expect(rows({ moreSeeds: 0 })[0]?.[2]).toBe('enough');
    expect(rows({ moreSeeds: null })[0]?.[2]).toBe('over 1,000');
    expect(rows({ moreSeeds: null }, null)[0]?.[2]).toBe('unknown');
    expect(labels(powerTable(saying({ kind: 'best' }, { target: 0.5 }), en))[2]).toBe(
      'more seeds for 0.5 BLEU',
    );
  });

  it('has a sentence for the noise of a run, and one for that it is not known', () => {
    const noise = { standardDeviation: 0.654, freedom: 14 };
    expect(noiseText({ ...whole, noise }, en)).toBe(
      'Beyond what its variant does, and its seed does to all variants, a run varies by 0.7 BLEU (standard deviation, 14 degrees of freedom).',
    );
    expect(noiseText({ ...whole, noise }, zh)).toBe(
      '除去变体的作用与种子对所有变体的共同作用，一个运行的 BLEU 的标准差为 0.7（自由度 14）。',
    );
    expect(noiseText({ ...whole, noise: null }, en)).toBe(
      'With one seed a variant, nothing tells how much a run varies by itself.',
    );
  });
});

describe('the table of overfitting', () => {
  it('has gaps, what training on has cost, and the onset with how many runs come to it', () => {
    const variants = whole.variants.slice(0, 2).map((variant, at) => ({
      ...variant,
      seeds: at === 0 ? [1, 2, 3] : [],
      gap: { best: { value: 0.1, low: 0.05, high: 0.15 }, last: { value: 0.5, low: null, high: null } },
      lastMinusBest: { value: -1.25, low: -2, high: -0.5 },
      onsetEpoch: 7.5,
      onsetRuns: 2,
    }));
    const table = overfittingTable({ ...whole, variants }, en);
    expect(labels(table)).toEqual([
      'variant',
      'gap, chosen step',
      'gap, end',
      'BLEU, end − chosen',
      'onset (epoch)',
    ]);
    expect(texts(table)).toEqual([
      [
        'learned, d_model 256, source END on',
        '+0.100 [0.050, 0.150]',
        '+0.500',
        '−1.3 [−2.0, −0.5]',
        expect.stringMatching(/^7\.5 \(2 of 3/),
      ],
    ]);
  });

  it('marks what was not measured', () => {
    expect(texts(overfittingTable(whole, en))[0]?.slice(1)).toEqual(['–', '–', '±0.0 [0.0, 0.0]', '–']);
  });
});
