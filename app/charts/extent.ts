import type { Point, Series } from './series';

export interface Extent {
  x: [number, number];
  y: [number, number];
}

export interface ExtentChoice {
  logX?: boolean | undefined;
  /** The shown range of x: y then fits what lies in it. */
  zoom?: readonly [number, number] | undefined;
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
 * values are negative, or zoomed in, where the detail is what is looked for); log y runs between powers of ten.
 * Undefined while nothing has been measured.
 */
export function sharedExtent(
  panels: readonly (readonly Series[])[],
  logY: boolean,
  { logX = false, zoom }: ExtentChoice = {},
): Extent | undefined {
  const all = boundsOf(panels, undefined);
  if (!all) return undefined;
  const [minX, maxX] = all.x;
  const seen = (zoom && boundsOf(panels, zoom)) ?? all;
  const x: [number, number] = zoom
    ? [zoom[0], zoom[1]]
    : logX
      ? [minX, maxX > minX ? maxX : minX * 10]
      : [Math.min(0, minX), maxX > 0 ? maxX : 1];
  return { x, y: logY ? logRange(seen.y) : linearRange(seen.y, zoom === undefined) };
}

function boundsOf(
  panels: readonly (readonly Series[])[],
  zoom: readonly [number, number] | undefined,
): Extent | undefined {
  const [from, to] = zoom ?? [-Infinity, Infinity];
  let [minX, maxX, minY, maxY] = [Infinity, -Infinity, Infinity, -Infinity];
  const add = (x: number, low: number, high: number) => {
    if (x < from || x > to) return;
    if (x < minX) minX = x;
    if (x > maxX) maxX = x;
    if (low < minY) minY = low;
    if (high > maxY) maxY = high;
  };
  const addAll = (points: readonly Point[] | undefined) => {
    if (points) for (const { x, y } of points) add(x, y, y);
  };
  for (const panel of panels) {
    for (const line of panel) {
      addAll(line.points);
      addAll(line.raw);
      if (line.band) for (const { x, low, high } of line.band) add(x, low, high);
    }
  }
  return minX > maxX ? undefined : { x: [minX, maxX], y: [minY, maxY] };
}

/** Below it, a step of an axis is no number any more. */
const smallestRange = 1e-300;

function linearRange([minY, maxY]: [number, number], fromZero: boolean): [number, number] {
  const low = fromZero ? Math.min(0, minY) : minY;
  const range = [maxY - low, Math.abs(maxY)].find((size) => size > smallestRange) ?? 1;
  const step = niceStep(range);
  return [Math.floor(low / step + 1e-9) * step, Math.ceil((low + range) / step - 1e-9) * step];
}

function logRange([minY, maxY]: [number, number]): [number, number] {
  const low = 10 ** Math.floor(Math.log10(minY) + 1e-9);
  const high = 10 ** Math.ceil(Math.log10(maxY) - 1e-9);
  return [low, high > low ? high : low * 10];
}
