import type { Curve } from '@/lib/domain/api';
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
  /** How many points the server has, and how many of them it sent. */
  total: number;
  shown: number;
  /** Left out because they are NaN or infinite. */
  notFinite: number;
  /** Left out because a log axis has no place for them. */
  notPositive: number;
  /** x of the best step, marked with a ring. */
  bestX?: number | undefined;
}

export type XAxis = 'step' | 'epoch';

export interface AxisChoice {
  x: XAxis;
  logY: boolean;
}

interface CurvePoints {
  points: Point[];
  notFinite: number;
  notPositive: number;
}

/** The points of a curve that can be drawn, and how many cannot. stepsPerEpoch is needed for x in epochs. */
export function pointsOf(
  curve: Pick<Curve, 'steps' | 'values'>,
  axes: AxisChoice,
  stepsPerEpoch: number | null,
): CurvePoints {
  const drawn: CurvePoints = { points: [], notFinite: 0, notPositive: 0 };
  if (axes.x === 'epoch' && !stepsPerEpoch) return drawn;
  const scale = axes.x === 'epoch' && stepsPerEpoch ? 1 / stepsPerEpoch : 1;
  curve.steps.forEach((step, index) => {
    const y = curve.values[index] ?? Number.NaN;
    if (!Number.isFinite(y)) drawn.notFinite += 1;
    else if (axes.logY && y <= 0) drawn.notPositive += 1;
    else drawn.points.push({ x: step * scale, y });
  });
  return drawn;
}

export interface Extent {
  x: [number, number];
  y: [number, number];
}

/** 1, 2 or 5 times a power of ten: the smallest that cuts the range into at most `ticks` parts. */
export function niceStep(range: number, ticks = 5): number {
  const rough = range / ticks;
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= rough * (1 - 1e-9)) ?? 10;
  return factor * power;
}

/**
 * Axes that hold every line of every panel, so that panels can be compared by eye. Linear y starts at zero (unless
 * values are negative); log y runs between powers of ten. Undefined while nothing has been measured.
 */
export function sharedExtent(panels: readonly (readonly Series[])[], logY: boolean): Extent | undefined {
  let [minX, maxX, minY, maxY] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const series of panels.flat()) {
    for (const { x, y } of series.points) {
      if (x < minX) minX = x;
      if (x > maxX) maxX = x;
      if (y < minY) minY = y;
      if (y > maxY) maxY = y;
    }
  }
  if (minX > maxX) return undefined;
  const x: [number, number] = [Math.min(0, minX), maxX > 0 ? maxX : 1];
  if (logY) {
    const low = 10 ** Math.floor(Math.log10(minY) + 1e-9);
    const high = 10 ** Math.ceil(Math.log10(maxY) - 1e-9);
    return { x, y: [low, high > low ? high : low * 10] };
  }
  const low = Math.min(0, minY);
  const range = maxY - low || 1;
  const step = niceStep(range);
  return { x, y: [Math.floor(low / step) * step, Math.ceil((low + range) / step - 1e-9) * step] };
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
  const positions = new Set<number>();
  for (const series of panels.flat()) for (const point of series.points) positions.add(point.x);
  return [...positions].sort((a, b) => a - b);
}

/** What a chart leaves out, in words; empty where it leaves out nothing. */
export function leftOutText(series: readonly Series[]): string[] {
  const sum = (pick: (line: Series) => number) => series.reduce((total, line) => total + pick(line), 0);
  const texts: string[] = [];
  const shown = sum((line) => line.shown);
  const total = sum((line) => line.total);
  texts.push(`showing ${shown.toLocaleString('en')} of ${total.toLocaleString('en')} points`);
  const notPositive = sum((line) => line.notPositive);
  if (notPositive > 0) texts.push(`log axis leaves out ${notPositive.toLocaleString('en')} ≤ 0`);
  const notFinite = sum((line) => line.notFinite);
  if (notFinite > 0) texts.push(`${notFinite.toLocaleString('en')} not finite (NaN or ∞)`);
  return texts;
}
