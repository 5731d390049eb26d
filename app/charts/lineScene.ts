import type { Extent } from './extent';
import type { Mark, Series } from './series';
import type { ChartTheme } from './theme';

/** What a chart of lines is drawn on. */
export interface LineFrame {
  title: string;
  /** What the axes show, zoom included. */
  extent: Extent;
  logX: boolean;
  logY: boolean;
  xTitle: string;
  yTitle: string;
  xTick: (value: number) => string;
  yTick: (value: number) => string;
  /** Distance between ticks of x, where tens do not do (time). */
  xStep: number | undefined;
  /** Ticks of x at whole numbers only. */
  wholeX: boolean;
  marks: readonly Mark[];
  directLabels: boolean;
  theme: ChartTheme;
}

/** All that a chart of lines is drawn from, on the screen and in a saved picture. */
export interface LineScene extends LineFrame {
  series: readonly Series[];
}

/** A chart of very many lines draws them finer. */
const manyLines = 40;

export function lineWidth(line: Series, count: number): number {
  if (line.emphasis === 'strong') return 2.5;
  return count > manyLines ? 1 : 1.5;
}

export function hueOf(line: Pick<Series, 'look'>, theme: ChartTheme): string {
  return theme.hues[line.look.hue] ?? theme.ink;
}
