import type { Curve, CurvesResponse } from '@/lib/domain/api';
import { type Smoothing, smooth } from '@/lib/series/smooth';
import type { Dash, VariantLook } from './palette';

export interface Point {
  x: number;
  y: number;
}

/** One line of a chart. */
export interface Series {
  id: string;
  /** Said in the readout and in the table: "learned, source END on · seed 1". */
  label: string;
  /** Lines of one group (the seeds of a variant) share their direct label, written once. */
  group: string;
  look: VariantLook;
  dash: Dash;
  /** x ascends. */
  points: Point[];
  /** What was measured, drawn faint under a smoothed line. */
  raw?: Point[] | undefined;
  /** An interval around the line. */
  band?: BandPoint[] | undefined;
  /** One line strong, the others faint: what a person points at in a list. */
  emphasis?: 'strong' | 'faint' | undefined;
  /** How many points the server has, and how many of them it sent. */
  total: number;
  shown: number;
  /** Left out because they are NaN or infinite. */
  notFinite: number;
  /** Left out because a log axis has no place for them. */
  notPositive: number;
  /** The whole line is left out, because its run lacks what this x axis needs. */
  lacks?: XAxis | undefined;
  /** x of the best step, marked with a ring. */
  bestX?: number | undefined;
}

export interface BandPoint {
  x: number;
  low: number;
  high: number;
}

/** tokens: target tokens trained on; time: milliseconds since the run began. */
export const xAxes = ['step', 'epoch', 'tokens', 'time'] as const;
export type XAxis = (typeof xAxes)[number];

export interface AxisChoice {
  x: XAxis;
  logY: boolean;
  logX?: boolean | undefined;
}

/** A line, a band or a place that is not data: where training stopped, what counts as good. */
export type Mark =
  | { axis: 'x' | 'y'; at: number; label: string }
  | { axis: 'x'; from: number; to: number; label: string };

/** What the x axis needs to know of a run, as the server's answer says it. */
export type CurveEntry = Pick<
  CurvesResponse['runs'][number],
  'stepsPerEpoch' | 'tokensPerStep' | 'startedAtMs'
>;

export type CurvePoints = Pick<Series, 'points' | 'notFinite' | 'notPositive' | 'lacks'>;

/**
 * The points of a curve that can be drawn, and how many cannot.
 *
 * @param curve its timesMs are needed for x in time
 * @param entry of the run that the curve belongs to
 */
export function pointsOf(
  curve: Pick<Curve, 'steps' | 'values' | 'timesMs'>,
  axes: AxisChoice,
  entry: CurveEntry,
): CurvePoints {
  const drawn: CurvePoints = { points: [], notFinite: 0, notPositive: 0 };
  const xOf = xReader(curve, axes.x, entry);
  if (!xOf) return { ...drawn, lacks: axes.x };
  curve.steps.forEach((_, index) => {
    const x = xOf(index);
    const y = curve.values[index] ?? Number.NaN;
    if (!Number.isFinite(y)) drawn.notFinite += 1;
    else if ((axes.logY && y <= 0) || (axes.logX && x <= 0)) drawn.notPositive += 1;
    else drawn.points.push({ x, y });
  });
  return drawn;
}

function xReader(
  { steps, timesMs }: Pick<Curve, 'steps' | 'timesMs'>,
  x: XAxis,
  { stepsPerEpoch, tokensPerStep, startedAtMs }: CurveEntry,
): ((index: number) => number) | undefined {
  switch (x) {
    case 'step':
      return (index) => steps[index] ?? 0;
    case 'epoch':
      return stepsPerEpoch ? (index) => (steps[index] ?? 0) / stepsPerEpoch : undefined;
    case 'tokens':
      return tokensPerStep ? (index) => (steps[index] ?? 0) * tokensPerStep : undefined;
    case 'time': {
      if (!timesMs) return undefined;
      // A run that was started again keeps its curve and gets a later start: its first point then counts.
      const first = Math.min(startedAtMs ?? Infinity, timesMs[0] ?? Infinity);
      return (index) => (timesMs[index] ?? first) - first;
    }
  }
}

/** The line smoothed, with what was measured kept as raw. */
export function smoothedLine(line: Series, smoothing: Smoothing): Series {
  if (smoothing.kind === 'none' || line.points.length < 2) return line;
  const xs = line.points.map((point) => point.x);
  const ys = line.points.map((point) => point.y);
  const smoothed = smooth(smoothing, xs, ys);
  const points = line.points.map(({ x, y }, index) => ({ x, y: smoothed[index] ?? y }));
  return { ...line, points, raw: line.points };
}

/** The index of the number nearest to x in an ascending list of `length` numbers; -1 for an empty list. */
function nearestIndex(length: number, at: (index: number) => number, x: number): number {
  let low = 0;
  let high = length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (at(middle) < x) low = middle + 1;
    else high = middle;
  }
  if (length === 0) return -1;
  if (low === 0) return 0;
  return x - at(low - 1) <= Math.abs(at(low) - x) ? low - 1 : low;
}

/** The point nearest to x; undefined for an empty line. */
export function nearestPoint(points: readonly Point[], x: number): Point | undefined {
  return points[nearestIndex(points.length, (index) => points[index]?.x ?? 0, x)];
}

/** The position nearest to x; undefined where there is none. */
export function nearestPosition(positions: readonly number[], x: number): number | undefined {
  return positions[nearestIndex(positions.length, (index) => positions[index] ?? 0, x)];
}

/** Every x at which any line was measured, ascending: where the crosshair can stand. */
export function positionsOf(panels: readonly (readonly Series[])[]): number[] {
  const all: number[] = [];
  let before: readonly Point[] = [];
  for (const { points } of panels.flat()) {
    // Runs of one sweep are mostly measured at the same steps: those need no second look.
    const isSame =
      points.length === before.length && points.every((point, index) => point.x === before[index]?.x);
    if (!isSame) for (const point of points) all.push(point.x);
    before = points;
  }
  const sorted = Float64Array.from(all).sort();
  return Array.from(sorted.filter((x, index) => index === 0 || x !== sorted[index - 1]));
}
