import { nearestPoint, type Point, type Series } from './series';

export interface ReadRow {
  line: Series;
  point: Point;
}

/** What a chart says at the crosshair. */
export interface Reading {
  x: number;
  /** From the highest value to the lowest. */
  rows: ReadRow[];
  /** id of the line that the pointer is nearest to; undefined where it points elsewhere. */
  nearest: string | undefined;
  /** Lines that are measured here and not among the rows. */
  more: number;
  /** Lines that ended before. */
  ended: number;
}

export interface Pointing {
  /** Width of the axis; a line counts as measured within a fiftieth of it. */
  range: readonly [number, number];
  /** How far a value is from the pointer, in px; undefined where the pointer is in another chart. */
  distance?: ((y: number) => number) | undefined;
  /** Which lines come first where the pointer is elsewhere. */
  goal: 'minimize' | 'maximize' | 'none';
}

const mostRows = 10;
/** Where the pointer is in another chart, so that what is read does not hide what is drawn. */
const mostRowsElsewhere = 5;

/**
 * The lines at x: the ten nearest to the pointer, or the five best where it is in another chart; what is emphasised is
 * always among them. Costs a binary search a line.
 */
export function readingAt(series: readonly Series[], x: number, pointing: Pointing): Reading {
  const tolerance = (pointing.range[1] - pointing.range[0]) / 50;
  const found: (ReadRow & { rank: number })[] = [];
  let ended = 0;
  for (const line of series) {
    const last = line.points.at(-1);
    const point = nearestPoint(line.points, x);
    if (!last || !point || x < (line.points[0]?.x ?? 0) - tolerance) continue;
    if (x > last.x + tolerance) {
      ended += 1;
      continue;
    }
    found.push({ line, point, rank: rankOf(line, point, x, pointing) });
  }
  found.sort((a, b) => a.rank - b.rank);
  const nearest = pointing.distance ? found[0]?.line.id : undefined;
  const isStrong = (row: ReadRow) => row.line.emphasis === 'strong';
  const most = pointing.distance ? mostRows : mostRowsElsewhere;
  const rows =
    found.length > most
      ? [...found.filter(isStrong), ...found.filter((row) => !isStrong(row))].slice(0, most)
      : found;
  return {
    x,
    rows: rows.toSorted((a, b) => b.point.y - a.point.y).map(({ line, point }) => ({ line, point })),
    nearest,
    more: found.length - rows.length,
    ended,
  };
}

function rankOf(line: Series, point: Point, x: number, { distance, goal }: Pointing): number {
  if (distance) return distance(valueAt(line.points, point, x));
  return goal === 'minimize' ? point.y : -point.y;
}

/** Where the drawn line passes x, between two points. */
function valueAt(points: readonly Point[], nearest: Point, x: number): number {
  if (nearest.x === x || points.length < 2) return nearest.y;
  let low = 0;
  let high = points.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((points[middle]?.x ?? 0) <= x) low = middle;
    else high = middle;
  }
  const [a, b] = [points[low], points[high]];
  if (!a || !b || a.x === b.x || x < a.x || x > b.x) return nearest.y;
  return a.y + ((b.y - a.y) * (x - a.x)) / (b.x - a.x);
}
