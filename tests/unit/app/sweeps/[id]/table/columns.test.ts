import { describe, expect, it } from 'vitest';
import { cellText } from '@/app/sweeps/[id]/table/cellText';
import { defaultColumns } from '@/app/sweeps/[id]/table/columns';
import { ownBests } from '@/app/sweeps/[id]/table/moments';
import { bestText, deltaOf, rankingProblems } from '@/app/sweeps/[id]/table/ranking';
import { runRowOf, summaryOf, variantTableRows } from '@/app/sweeps/[id]/table/tableRows';
import type { RunRow } from '@/lib/domain/api';
import { defaultConfig } from '@/lib/domain/config';
import { columnOf, columnsOf, measured, run, writing } from './rows';

const runs = [
  measured(0, 1, { 'test/loss': 1, 'test/bleu': 40 }, { 'test/loss': 1.5 }),
  measured(0, 2, { 'test/loss': 1.1, 'test/bleu': 38 }, { 'test/loss': 1.4 }),
  measured(1, 1, { 'test/loss': Number.NaN, 'test/bleu': 20 }),
];
const columns = columnsOf(runs);
const rows = variantTableRows(runs);
const comparison = {
  testHash: 'same',
  sampleHash: 'same',
  bleuSignature: 'tok:zh',
  targetUnit: 'characters',
};

function testedAt(bleu: number): RunRow['tested'] {
  const scores = { 'test/bleu': { value: bleu, signature: 'tok:zh' } };
  const at = { step: 20, epoch: 2, testSet: 'a'.repeat(64), sentences: 1383 };
  return { best: { moment: 'best', ...at, scores }, last: null };
}

describe('the columns of the results', () => {
  it('are every level, fact, metric and hyperparameter; the usual ones begin with the factors', () => {
    const ids = [...columns.keys()];
    expect(ids).toEqual(expect.arrayContaining(['seed', 'state', 'test/bleu', 'test/bleu@last', 'dModel']));
    expect(new Set(ids).size).toBe(ids.length);
    expect(defaultColumns([...columns.values()])).toEqual([
      'positions',
      'sourceEndToken',
      'test/loss',
      'test/bleu',
      'bestEpoch',
      'parameters',
      'duration',
      'state',
    ]);
  });

  it('write a level as it is meant, and a hyperparameter that no factor varies from the configuration', () => {
    const end = columnOf(columns, 'sourceEndToken');
    expect(runs.map((each) => end.write(end.value(each) ?? ''))).toEqual(['on', 'on', 'off']);
    const variants = [{ index: 0, levels: {}, config: { ...defaultConfig, dModel: 64 } }];
    const width = columnOf(columnsOf(runs, { variants }), 'dModel');
    expect(runs.map(width.value)).toEqual([64, 64, undefined]);
  });

  it('name a factor that is called like a column apart from it', () => {
    const bundle = [run(0, 1, { levels: { seed: 'small' } })];
    expect(columnOf(columnsOf(bundle), 'factor:seed').value(bundle[0] ?? run(0, 1))).toBe('small');
  });

  it('read the chosen, the last or the own best step, and say which of them flatters', () => {
    const own = ownBests({
      runs: [
        {
          runId: 'run-0-1',
          stepsPerEpoch: 10,
          tokensPerStep: null,
          startedAtMs: null,
          curves: [
            { metric: 'test/loss', steps: [1, 2, 3], values: [2, 0.9, Number.NaN], total: 3, shown: 3 },
            { metric: 'test/bleu', steps: [1, 2], values: [41, 39], total: 2, shown: 2 },
          ],
        },
      ],
    });
    const [first = run(0, 1)] = runs;
    const read = (moment: 'best' | 'last' | 'own', id: string) =>
      columnOf(columnsOf(runs, { moment, ownBests: own }), id).value(first);
    expect(['best', 'last', 'own'].map((moment) => read(moment as 'best', 'test/loss'))).toEqual([
      1, 1.5, 0.9,
    ]);
    expect(read('own', 'test/bleu')).toBe(41);
    expect(read('own', 'test/loss@last')).toBe(1.5);
    expect(columnOf(columnsOf(runs, { moment: 'own' }), 'test/loss').isOptimistic).toBe(true);
    expect(columnOf(columns, 'test/loss').isOptimistic).toBe(false);
  });
});

describe('variants of several seeds', () => {
  it('show the mean with the sample standard deviation', () => {
    const [variant] = rows;
    const loss = variant && summaryOf(variant, columnOf(columns, 'test/loss'));
    expect(loss?.value).toBeCloseTo(1.05);
    expect(loss?.sd).toBeCloseTo(Math.SQRT1_2 * 0.1);
    expect(loss?.count).toBe(2);
  });

  it('keep a diverged seed in the mean, and say how many seeds have a value', () => {
    const partly = variantTableRows([
      measured(0, 1, { 'test/loss': Number.NaN }),
      measured(0, 2, { 'test/loss': 1 }),
      run(0, 3),
    ]);
    const [row] = partly;
    if (!row) throw new Error('no row');
    const loss = columnOf(columns, 'test/loss');
    const summary = summaryOf(row, loss);
    expect(summary.value).toBeNaN();
    expect(cellText(row, loss, summary, writing.words, writing.formats)).toEqual({
      text: 'NaN',
      spread: undefined,
      count: 'n = 2',
    });
  });

  it('say a level once, and a word in which the seeds differ not at all', () => {
    const mixed = variantTableRows([run(0, 1, { workerName: 'a' }), run(0, 2, { workerName: 'b' })]);
    const [row] = mixed;
    if (!row) throw new Error('no row');
    const text = (id: string) => {
      const column = columnOf(columns, id);
      return cellText(row, column, summaryOf(row, column), writing.words, writing.formats).text;
    };
    expect(['positions', 'seed', 'worker'].map(text)).toEqual(['learned', '2 seeds', 'different']);
  });
});

describe('the best of a column', () => {
  it('follows the metric’s own direction, and is never NaN', () => {
    const byRun = runs.map(runRowOf);
    expect(bestText(columnOf(columns, 'test/loss'), byRun)).toBe('1.000');
    expect(bestText(columnOf(columns, 'test/bleu'), byRun)).toBe('40.0');
    expect(bestText(columnOf(columns, 'test/bleu'), rows)).toBe('39.0');
    expect(bestText(columnOf(columns, 'seed'), byRun)).toBeUndefined();
  });

  const apart = runs.map((entry, index) => ({
    ...entry,
    tested: testedAt(30 + index),
    comparison: { ...comparison, testHash: `test set ${Math.min(index, 1)}` },
  }));

  it('does not exist where runs were tested on different sentences, and the reason is said once', () => {
    const tested = columnsOf(apart);
    const shown = ['test/loss', 'test/bleu', 'whole:test/bleu'].map((id) => columnOf(tested, id));
    const byRun = apart.map(runRowOf);
    expect(shown.map((column) => bestText(column, byRun))).toEqual([undefined, undefined, undefined]);
    expect(rankingProblems(shown, byRun)).toEqual([
      expect.stringMatching(
        /^test loss and test BLEU are not compared: these runs have 2 different test sets/,
      ),
    ]);
  });

  it('comes back where only comparable rows are shown', () => {
    const together = apart.map((entry) => ({ ...entry, comparison }));
    const bleu = columnOf(columnsOf(together), 'whole:test/bleu');
    expect(rankingProblems([bleu], together.map(runRowOf))).toEqual([]);
    expect(bestText(bleu, together.map(runRowOf))).toBe('32.0');
    expect(bleu.hint?.(together[0] ?? run(0, 1))).toBe('tok:zh');
  });
});

describe('the difference to a baseline', () => {
  it('has a sign, and is better or worse by the metric’s direction', () => {
    const [baseline, other] = variantTableRows([
      measured(0, 1, { 'test/loss': 1, 'test/bleu': 40 }),
      measured(1, 1, { 'test/loss': 0.8, 'test/bleu': 39 }),
    ]);
    if (!baseline || !other) throw new Error('no rows');
    const delta = (id: string) => deltaOf(other, baseline, columnOf(columns, id));
    expect(delta('test/loss')).toMatchObject({ text: '−0.200', isBetter: true });
    expect(delta('test/bleu')).toMatchObject({ text: '−1.0', isBetter: false });
    expect(delta('positions')).toBeUndefined();
    expect(deltaOf(baseline, baseline, columnOf(columns, 'test/bleu'))?.isBetter).toBeUndefined();
  });
});
