import { type AxisSpec, isCategorical } from './axisSpec';
import { niceStep } from './extent';
import type { VariantLook } from './palette';
import type { ChartTheme } from './theme';

export interface ScatterPoint {
  id: string;
  label: string;
  x: number;
  y: number;
  look: VariantLook;
  /** Named in the legend, once. */
  group: string;
}

/** All that a chart of points is drawn from, on the screen and in a saved picture. */
export interface ScatterScene {
  points: readonly ScatterPoint[];
  x: AxisSpec;
  y: AxisSpec;
  theme: ChartTheme;
}

/** The points that both axes can show. */
export function shownPoints(
  points: readonly ScatterPoint[],
  x: AxisSpec,
  y: AxisSpec,
): readonly ScatterPoint[] {
  const fits = (value: number, axis: AxisSpec) => Number.isFinite(value) && (!axis.log || value > 0);
  return points.filter((point) => fits(point.x, x) && fits(point.y, y));
}

/** Not whole, or chart.js would count its ticks from the axis' end instead of from the first category. */
const besideCategory = 0.6;

/** What an axis shows, so that no point lies on its edge. @param values one or more that it can show */
export function scatterRange(values: readonly number[], axis: AxisSpec): [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (isCategorical(axis)) return [-besideCategory, high + besideCategory];
  if (axis.log) return [low / 1.25, high * 1.25];
  const range = high - low || Math.abs(high) || 1;
  const step = niceStep(range);
  const [start, end] = [low - range * 0.03, high + range * 0.03];
  return [Math.floor(start / step) * step, Math.ceil(end / step) * step];
}

/** The point nearest to a place, at most `reach` px from it. @param placeOf where a point is drawn */
export function pointNear(
  points: readonly ScatterPoint[],
  at: { x: number; y: number },
  placeOf: (point: ScatterPoint) => { x: number; y: number },
  reach: number,
): ScatterPoint | undefined {
  let [nearest, least]: [ScatterPoint | undefined, number] = [undefined, reach];
  for (const point of points) {
    const place = placeOf(point);
    const distance = Math.hypot(place.x - at.x, place.y - at.y);
    if (distance <= least) [nearest, least] = [point, distance];
  }
  return nearest;
}
