import { niceStep } from './extent';
import type { ParallelAxis, ParallelLine, ParallelRanges, ParallelValue } from './parallel';

/** Where an axis stands and what is written on it, in px. */
export interface PlacedAxis {
  axis: ParallelAxis;
  x: number;
  /** What it spans: the least and the greatest number, or the first and the last index of a category. */
  domain: [number, number];
  ticks: { y: number; text: string }[];
}

export interface ParallelLayout {
  width: number;
  height: number;
  top: number;
  bottom: number;
  /** Where a line without a value on an axis passes it. */
  missingY: number;
  axes: PlacedAxis[];
  /** Room for what is written right of an axis. */
  labelWidth: number;
  lines: PlacedLine[];
  hasMissing: boolean;
}

export interface PlacedLine {
  line: ParallelLine;
  /** [axes.length], px. */
  ys: number[];
}

const plotHeight = 250;
const [top, left, right] = [34, 14, 14];
const leastGap = 92;
const tickGap = 15;

/** @param room px there are; more axes than fit make a wider drawing, which scrolls */
export function parallelLayout(
  axes: readonly ParallelAxis[],
  lines: readonly ParallelLine[],
  room: number,
): ParallelLayout {
  const bottom = top + plotHeight;
  const hasMissing = lines.some((line) => axes.some((_, index) => line.values[index] === undefined));
  // The last axis has its labels to the right as well.
  const gap = Math.max(leastGap, (room - left - right) / Math.max(1, axes.length));
  const missingY = bottom + 20;
  const placed = axes.map((axis, index): PlacedAxis => {
    const domain = domainOf(
      axis,
      lines.map((line) => line.values[index]),
    );
    const y = (value: number) => yOf(value, { axis, domain }, top, bottom);
    const ticks = tickValues(axis, domain).map((value) => ({
      y: y(value),
      text: axis.kind === 'category' ? (axis.categories?.[value] ?? '') : axis.format(value),
    }));
    return { axis, x: left + index * gap, domain, ticks: spread(ticks) };
  });
  return {
    width: Math.max(room, left + gap * axes.length + right),
    height: hasMissing ? missingY + 14 : bottom + 12,
    top,
    bottom,
    missingY,
    axes: placed,
    labelWidth: gap - 18,
    lines: lines.map((line) => ({
      line,
      ys: placed.map((each, index) => {
        const place = placeOf(line.values[index], each.axis);
        return place === undefined ? missingY : yOf(place, each, top, bottom);
      }),
    })),
    hasMissing,
  };
}

/** Where a value stands on its axis: its number, or the index of its category. */
export function placeOf(value: ParallelValue, axis: ParallelAxis): number | undefined {
  if (value === undefined) return undefined;
  if (axis.kind === 'number') {
    const isShown = typeof value === 'number' && Number.isFinite(value) && (!axis.log || value > 0);
    return isShown ? value : undefined;
  }
  const index = axis.categories?.indexOf(String(value)) ?? -1;
  return index < 0 ? undefined : index;
}

function domainOf(axis: ParallelAxis, values: readonly ParallelValue[]): [number, number] {
  if (axis.kind === 'category') return [0, Math.max(0, (axis.categories?.length ?? 1) - 1)];
  const places = values.flatMap((value) => placeOf(value, axis) ?? []);
  return places.length === 0 ? [0, 1] : [Math.min(...places), Math.max(...places)];
}

/** How far up an axis a place is, 0 to 1; in the middle where there is but one. */
export function shareOf(place: number, { axis, domain }: Pick<PlacedAxis, 'axis' | 'domain'>): number {
  const scale = (value: number) => (axis.log ? Math.log10(value) : value);
  const [low, high] = [scale(domain[0]), scale(domain[1])];
  return high > low ? (scale(place) - low) / (high - low) : 0.5;
}

/** The place at a share of an axis: shareOf's inverse. */
export function placeAtShare(share: number, { axis, domain }: Pick<PlacedAxis, 'axis' | 'domain'>): number {
  const [low, high] = domain;
  const within = Math.min(1, Math.max(0, share));
  // Exactly the ends, whatever the rounding of a power.
  if (within === 0) return low;
  if (within === 1) return high;
  return axis.log ? low * (high / low) ** within : low + within * (high - low);
}

export function yOf(
  place: number,
  axis: Pick<PlacedAxis, 'axis' | 'domain'>,
  upper: number,
  lower: number,
): number {
  return lower - shareOf(place, axis) * (lower - upper);
}

function tickValues(axis: ParallelAxis, [low, high]: [number, number]): number[] {
  if (axis.kind === 'category') return Array.from({ length: high + 1 }, (_, index) => index);
  if (high === low) return [low];
  const between: number[] = [];
  if (axis.log) {
    for (let power = Math.ceil(Math.log10(low)); 10 ** power < high; power++) between.push(10 ** power);
  } else {
    const step = niceStep(high - low, 6);
    for (let at = Math.ceil(low / step) * step; at < high; at += step)
      between.push(Number(at.toPrecision(12)));
  }
  // The ends first: what lies too near to one is left out.
  return [low, high, ...between.filter((value) => value > low && value < high)];
}

/** The ticks that do not overlap an earlier one. */
function spread(ticks: readonly { y: number; text: string }[]): { y: number; text: string }[] {
  const kept: { y: number; text: string }[] = [];
  for (const tick of ticks) {
    if (kept.every((other) => Math.abs(other.y - tick.y) >= tickGap)) kept.push(tick);
  }
  return kept;
}

/** Whether a line passes every chosen range; without a value on such an axis it does not. */
export function isKept(line: ParallelLine, axes: readonly ParallelAxis[], ranges: ParallelRanges): boolean {
  return axes.every((axis, index) => {
    const range = ranges[axis.key];
    if (!range) return true;
    const place = placeOf(line.values[index], axis);
    return place !== undefined && place >= range[0] && place <= range[1];
  });
}

/**
 * The range that a drag between two heights chooses; undefined where it holds the whole axis, or no category. Ends are
 * rounded outwards to four digits, which an address can hold.
 */
export function rangeBetween(
  firstShare: number,
  secondShare: number,
  placed: Pick<PlacedAxis, 'axis' | 'domain'>,
): [number, number] | undefined {
  const [from, to] = [Math.min(firstShare, secondShare), Math.max(firstShare, secondShare)];
  if (from <= 0 && to >= 1) return undefined;
  const [low, high] = [placeAtShare(from, placed), placeAtShare(to, placed)];
  if (placed.axis.kind === 'category') {
    const range: [number, number] = [Math.max(0, Math.ceil(low - 0.25)), Math.floor(high + 0.25)];
    return range[0] > range[1] ? undefined : range;
  }
  return [outwards(low, -1), outwards(high, 1)];
}

/** Four digits, never nearer to the middle than the value. */
function outwards(value: number, direction: -1 | 1): number {
  // What is smaller than any measured value has no digits to spare.
  if (Math.abs(value) < 1e-300) return value;
  const power = Math.floor(Math.log10(Math.abs(value))) - 3;
  const at = (digits: number) => Number((digits * 10 ** power).toPrecision(5));
  let digits = direction * Math.ceil(direction * (value / 10 ** power));
  while (direction * (at(digits) - value) < 0) digits += direction;
  return at(digits);
}

/** The line nearest to a place, at most `reach` px above or below it. */
export function lineNear(
  layout: ParallelLayout,
  isCandidate: (line: ParallelLine) => boolean,
  at: { x: number; y: number },
  reach: number,
): ParallelLine | undefined {
  const right = layout.axes.findIndex((axis) => axis.x >= at.x);
  const first = layout.axes[right < 0 ? -1 : Math.max(0, right - 1)];
  const second = layout.axes[right];
  if (!first || !second) return undefined;
  const share = second.x > first.x ? Math.min(1, Math.max(0, (at.x - first.x) / (second.x - first.x))) : 0;
  let [nearest, least]: [ParallelLine | undefined, number] = [undefined, reach];
  for (const { line, ys } of layout.lines) {
    if (!isCandidate(line)) continue;
    const y = (ys[Math.max(0, right - 1)] ?? 0) * (1 - share) + (ys[right] ?? 0) * share;
    const distance = Math.abs(y - at.y);
    if (distance <= least) [nearest, least] = [line, distance];
  }
  return nearest;
}
