import type { CurvesResponse, RunRow, SweepDetail } from '@/lib/domain/api';
import { isCutShort } from '@/lib/domain/stopping';
import { overfittingOnset } from '@/lib/stats/overfitting';
import { curvesOf, runCurvesOf } from '../../../client/curvesRequest';
import type { VariantRow } from '../variantRows';

/** How much was lost by training on, and where it began; undefined is what was not measured, or did not happen. */
export interface OverfittingFigures {
  bestEpoch: number | undefined;
  /** overfittingOnset, in epochs. */
  onsetEpoch: number | undefined;
  testAtBest: number | undefined;
  testLast: number | undefined;
  /** test − train loss */
  gapAtBest: number | undefined;
  gapLast: number | undefined;
  /** Rise of test loss from the best step to the last. */
  lostLoss: number | undefined;
  /** Fall of test BLEU from the best step to the last. */
  lostBleu: number | undefined;
}

export const figureKeys = [
  'lostLoss',
  'lostBleu',
  'bestEpoch',
  'onsetEpoch',
  'testAtBest',
  'testLast',
  'gapAtBest',
  'gapLast',
] as const satisfies readonly (keyof OverfittingFigures)[];
export type FigureKey = (typeof figureKeys)[number];

export interface RunFigures {
  run: RunRow;
  figures: OverfittingFigures;
}

export interface OverfittingRow {
  variant: VariantRow;
  /** Means over the runs that count: those that were not cut short, or all where every one was. */
  figures: OverfittingFigures;
  runs: RunFigures[];
  counted: number;
  /** Early stopping ended them: they had less time to lose anything. */
  stopped: number;
  /** Not one run was trained to its end. */
  isCutShort: boolean;
  /** Of the counted runs, those that have an onset. */
  withOnset: number;
}

export function runFigures(run: RunRow, curves: CurvesResponse): OverfittingFigures {
  const { atBest, last, bestEpoch } = run.result;
  const train = curvesOf(curves, run.id, 'train/loss');
  const test = curvesOf(curves, run.id, 'test/loss');
  const stepsPerEpoch = runCurvesOf(curves, run.id)?.stepsPerEpoch;
  const onset = train && test ? overfittingOnset(train, test) : undefined;
  return {
    bestEpoch: bestEpoch ?? undefined,
    onsetEpoch: onset !== undefined && stepsPerEpoch ? onset / stepsPerEpoch : undefined,
    testAtBest: atBest['test/loss'],
    testLast: last['test/loss'],
    gapAtBest: difference(atBest['test/loss'], atBest['train/loss']),
    gapLast: difference(last['test/loss'], last['train/loss']),
    lostLoss: difference(last['test/loss'], atBest['test/loss']),
    lostBleu: difference(atBest['test/bleu'], last['test/bleu']),
  };
}

/** A row a variant of which anything was measured, the runs that are given only. */
export function overfittingRows(
  variants: readonly VariantRow[],
  curves: CurvesResponse,
  spec: SweepDetail['spec'],
): OverfittingRow[] {
  return variants.flatMap((variant) => {
    const measured = variant.runs.filter((run) => run.result.bestStep !== null);
    if (measured.length === 0) return [];
    const whole = measured.filter((run) => !isCutShort(run, spec));
    const counted = whole.length > 0 ? whole : measured;
    const runs = measured.map((run) => ({ run, figures: runFigures(run, curves) }));
    const ofCounted = runs.filter(({ run }) => counted.includes(run)).map(({ figures }) => figures);
    const row: OverfittingRow = {
      variant,
      figures: meanFigures(ofCounted),
      runs,
      counted: counted.length,
      stopped: measured.filter(({ state }) => state === 'stopped').length,
      isCutShort: whole.length === 0,
      withOnset: ofCounted.filter(({ onsetEpoch }) => onsetEpoch !== undefined).length,
    };
    return [row];
  });
}

/** The largest first (or the smallest, of ascending); what has no value, and what was cut short, comes last. */
export function sortedRows(
  rows: readonly OverfittingRow[],
  key: FigureKey,
  ascending: boolean,
): OverfittingRow[] {
  const sign = ascending ? 1 : -1;
  return [...rows].sort((a, b) => {
    if (a.isCutShort !== b.isCutShort) return a.isCutShort ? 1 : -1;
    const [left, right] = [a.figures[key], b.figures[key]];
    if (left === undefined || right === undefined) {
      return Number(left === undefined) - Number(right === undefined);
    }
    return sign * (left - right) || a.variant.variantIndex - b.variant.variantIndex;
  });
}

function meanFigures(all: readonly OverfittingFigures[]): OverfittingFigures {
  const mean = (key: FigureKey) => {
    const values = all.flatMap((figures) => figures[key] ?? []);
    return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  return {
    bestEpoch: mean('bestEpoch'),
    onsetEpoch: mean('onsetEpoch'),
    testAtBest: mean('testAtBest'),
    testLast: mean('testLast'),
    gapAtBest: mean('gapAtBest'),
    gapLast: mean('gapLast'),
    lostLoss: mean('lostLoss'),
    lostBleu: mean('lostBleu'),
  };
}

function difference(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : a - b;
}
