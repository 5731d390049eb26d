import type { Curve, CurvesResponse } from '@/lib/domain/api';
import { meanWithInterval } from '@/lib/series/aggregate';
import type { Smoothing } from '@/lib/series/smooth';
import type { Looks } from '../../../charts/palette';
import { dashOf } from '../../../charts/palette';
import {
  type AxisChoice,
  type CurveEntry,
  type CurvePoints,
  pointsOf,
  type Series,
  smoothedLine,
} from '../../../charts/series';
import { curvesOf, runCurvesOf } from '../../../client/curvesRequest';
import type { DesignedRun } from '../runKey';
import type { LineKind } from './curvesState';

/** A line that knows whose it is. */
export interface VariantLine extends Series {
  variantIndex: number;
  /** undefined: the mean of several. */
  seed: number | undefined;
}

export interface LineChoice {
  axes: AxisChoice;
  smoothing: Smoothing;
  lines: LineKind;
  looks: Looks;
  /** What the readout calls a line. */
  label: (run: DesignedRun, seed: number | undefined) => string;
  /** Lines that share it have one direct label. */
  group: (run: DesignedRun) => string;
}

/**
 * The lines of one metric: one a run, or one a variant with an interval where at least two of its runs have the metric.
 *
 * @param runs only those that are shown
 */
export function linesOf(
  runs: readonly DesignedRun[],
  curves: CurvesResponse,
  metric: string,
  choice: LineChoice,
): VariantLine[] {
  const measured = runs.flatMap((run): Measured[] => {
    const entry = runCurvesOf(curves, run.id);
    const curve = curvesOf(curves, run.id, metric);
    return entry && curve ? [{ run, entry, curve }] : [];
  });
  // A point in time of several runs is not one moment: they are not averaged over it.
  if (choice.lines === 'seeds' || choice.axes.x === 'time') {
    return measured.map((each) => runLine(each, metric, choice));
  }
  const byVariant = new Map<number, Measured[]>();
  for (const each of measured) {
    const { variantIndex } = each.run;
    byVariant.set(variantIndex, [...(byVariant.get(variantIndex) ?? []), each]);
  }
  return [...byVariant.values()].flatMap((members) =>
    members.length === 1
      ? members.map((each) => runLine(each, metric, choice))
      : [meanLine(members, metric, choice)],
  );
}

interface Measured {
  run: DesignedRun;
  entry: CurveEntry;
  curve: Curve;
}

function runLine({ run, entry, curve }: Measured, metric: string, choice: LineChoice): VariantLine {
  const line = {
    ...sharedParts(run, metric, choice),
    id: `${run.id} ${metric}`,
    label: choice.label(run, run.seed),
    variantIndex: run.variantIndex,
    seed: run.seed,
    total: curve.total,
    shown: curve.shown,
    ...keptPoints(curve, choice.axes, entry),
  };
  return { ...line, ...smoothedLine(line, choice.smoothing) };
}

function meanLine(members: readonly Measured[], metric: string, choice: LineChoice): VariantLine {
  const [first] = members;
  if (!first) throw new Error('meanLine: expected at least one run');
  const { run, entry } = first;
  const line = {
    ...sharedParts(run, metric, choice),
    id: `variant ${run.variantIndex} ${metric}`,
    label: choice.label(run, undefined),
    variantIndex: run.variantIndex,
    seed: undefined,
    total: members.reduce((sum, { curve }) => sum + curve.total, 0),
    shown: members.reduce((sum, { curve }) => sum + curve.shown, 0),
    ...keptMean(
      members.map(({ curve }) => curve),
      choice,
      entry,
    ),
  };
  return { ...line, ...smoothedLine(line, choice.smoothing) };
}

type MeanPoints = CurvePoints & Required<Pick<Series, 'band'>>;

function meanPoints(curves: readonly Curve[], { axes, lines }: LineChoice, entry: CurveEntry): MeanPoints {
  const mean = meanWithInterval(curves, lines === 'range' ? 'range' : 0.95);
  const linear = { ...axes, logY: false, logX: false };
  const at = (values: number[]) => pointsOf({ steps: mean.steps, values }, linear, entry).points;
  const [lows, highs] = [at(mean.low), at(mean.high)];
  const drawn = pointsOf({ steps: mean.steps, values: mean.mean }, axes, entry);
  // The lower end of an interval may lie below zero, where a log axis has no place.
  const least = drawn.points.reduce((low, { y }) => (y > 0 && y < low ? y : low), Infinity);
  const band = lows.flatMap(({ x, y }, index) => {
    if (axes.logX && x <= 0) return [];
    const high = highs[index]?.y ?? y;
    return [{ x, low: axes.logY ? Math.max(y, least) : y, high: Math.max(y, high) }];
  });
  return { ...drawn, band };
}

interface KeptMean {
  curves: readonly Curve[];
  key: string;
  points: MeanPoints;
}

const keptMeans = new WeakMap<Curve, KeptMean>();

/** As keptPoints: while other runs report, the means of variants that have ended are not worked out again. */
function keptMean(curves: readonly Curve[], choice: LineChoice, entry: CurveEntry): MeanPoints {
  const [first] = curves;
  const key = `${choice.lines} ${axesKey(choice.axes, entry)}`;
  const known = first && keptMeans.get(first);
  const isSame =
    known?.key === key &&
    known.curves.length === curves.length &&
    known.curves.every((curve, index) => curve === curves[index]);
  if (isSame) return known.points;
  const points = meanPoints(curves, choice, entry);
  if (first) keptMeans.set(first, { curves, key, points });
  return points;
}

function sharedParts(run: DesignedRun, metric: string, { looks, group }: LineChoice) {
  return { group: group(run), look: looks.of(run), dash: dashOf(metric) };
}

const kept = new WeakMap<Curve, Map<string, CurvePoints>>();

/** A curve that did not change gives the same points again, as the same object: its line need not be drawn anew. */
function keptPoints(curve: Curve, axes: AxisChoice, entry: CurveEntry): CurvePoints {
  const key = axesKey(axes, entry);
  const known = kept.get(curve) ?? new Map<string, CurvePoints>();
  kept.set(curve, known);
  const points = known.get(key) ?? pointsOf(curve, axes, entry);
  known.set(key, points);
  return points;
}

function axesKey(axes: AxisChoice, entry: CurveEntry): string {
  return `${axes.x} ${axes.logX ?? false} ${axes.logY} ${entry.stepsPerEpoch} ${entry.tokensPerStep} ${entry.startedAtMs}`;
}

/** The lines of one variant strong and the others faint; all alike where none is pointed at. */
export function withEmphasis<Line extends VariantLine>(
  lines: readonly Line[],
  variantIndex: number | undefined,
): Line[] {
  if (variantIndex === undefined || !lines.some((line) => line.variantIndex === variantIndex))
    return [...lines];
  return lines.map((line) => ({
    ...line,
    emphasis: line.variantIndex === variantIndex ? ('strong' as const) : ('faint' as const),
  }));
}
