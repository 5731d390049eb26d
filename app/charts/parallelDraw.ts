import { fitText } from './fitText';
import { hueCount, lookOf, scaleLook } from './palette';
import type { ParallelLine, ParallelRanges } from './parallel';
import { isKept, type ParallelLayout, type PlacedAxis, placeOf, shareOf, yOf } from './parallelLayout';
import { textWidth } from './textWidth';
import { type ChartTheme, withAlpha } from './theme';

const fontPx = 11;
const brushHalf = 7;

export interface ParallelScene {
  layout: ParallelLayout;
  theme: ChartTheme;
  ranges: ParallelRanges;
  colourBy: string | undefined;
  /** Said where lines without a value pass an axis. */
  missing: string;
  /** ids of lines drawn strong. */
  strong: ReadonlySet<string>;
}

/** Lines, those out of the chosen ranges faint and below; then axes with their names, labels and ranges. */
export function drawParallel(context: CanvasRenderingContext2D, scene: ParallelScene): void {
  const { layout, ranges, strong, theme } = scene;
  const axes = layout.axes.map(({ axis }) => axis);
  const rank = (line: ParallelLine) => (strong.has(line.id) ? 2 : isKept(line, axes, ranges) ? 1 : 0);
  const ranked = layout.lines
    .map((each) => ({ ...each, rank: rank(each.line) }))
    .toSorted((a, b) => a.rank - b.rank);
  const isAnyStrong = ranked.some((each) => each.rank === 2);
  context.lineJoin = 'round';
  for (const { line, ys, rank: own } of ranked) {
    const hue = hueOf(line, scene);
    context.strokeStyle =
      own === 0 ? theme.grid : own === 1 ? withAlpha(hue, isAnyStrong ? 0.35 : 0.75) : hue;
    context.lineWidth = own === 2 ? 3 : 1.5;
    context.beginPath();
    ys.forEach((y, index) => {
      const x = layout.axes[index]?.x ?? 0;
      if (index === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    });
    context.stroke();
  }
  for (const axis of layout.axes) drawAxis(context, axis, scene);
}

function drawAxis(context: CanvasRenderingContext2D, placed: PlacedAxis, scene: ParallelScene): void {
  const { layout, theme, ranges } = scene;
  const { axis, x, ticks } = placed;
  const { top, bottom, missingY, labelWidth } = layout;
  const font = `${fontPx}px ${theme.font}`;
  context.strokeStyle = theme.line;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(x, top);
  context.lineTo(x, bottom);
  context.stroke();
  const range = ranges[axis.key];
  if (range) drawRange(context, placed, range, scene);
  context.font = font;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  const write = (text: string, y: number) => {
    const shown = fitText(text, labelWidth, (part) => textWidth(part, font));
    // A plate of the page keeps labels legible where lines cross them.
    context.fillStyle = withAlpha(theme.page, 0.78);
    context.fillRect(x + 8, y - 7, textWidth(shown, font) + 4, 14);
    context.fillStyle = theme.ink;
    context.fillText(shown, x + 10, y);
    context.fillStyle = theme.line;
    context.fillRect(x - 3, y - 0.5, 6, 1);
  };
  for (const { y, text } of ticks) write(text, y);
  if (layout.hasMissing) write(scene.missing, missingY);
  const bold = `bold ${fontPx}px ${theme.font}`;
  context.font = bold;
  context.fillStyle = theme.ink;
  context.fillText(
    fitText(axis.label, labelWidth + 8, (part) => textWidth(part, bold)),
    Math.max(0, x - 6),
    12,
  );
}

function drawRange(
  context: CanvasRenderingContext2D,
  placed: PlacedAxis,
  [low, high]: readonly [number, number],
  { layout: { top, bottom }, theme }: ParallelScene,
): void {
  const clamp = (y: number) => Math.min(bottom, Math.max(top, y));
  // The range of a category reaches a little beyond it, or one alone would have no height.
  const spare = placed.axis.kind === 'category' ? 8 : 0;
  const upper = clamp(yOf(high, placed, top, bottom)) - spare;
  const lower = clamp(yOf(low, placed, top, bottom)) + spare;
  context.fillStyle = withAlpha(theme.accent, 0.25);
  context.fillRect(placed.x - brushHalf, upper, 2 * brushHalf, lower - upper);
  context.strokeStyle = theme.accent;
  context.lineWidth = 1.5;
  context.strokeRect(placed.x - brushHalf, upper, 2 * brushHalf, lower - upper);
}

/** The colour of a line: by its value on the axis that colours, else its own. */
function hueOf(line: ParallelLine, { layout, theme, colourBy }: ParallelScene): string {
  const index = layout.axes.findIndex(({ axis }) => axis.key === colourBy);
  const placed = layout.axes[index];
  if (!placed) return theme.hues[line.look.hue] ?? theme.ink;
  const place = placeOf(line.values[index], placed.axis);
  if (place === undefined) return theme.line;
  const isScale = placed.axis.kind === 'number' || (placed.axis.categories?.length ?? 0) > hueCount;
  const { hue } = isScale ? scaleLook(shareOf(place, placed)) : lookOf(place);
  return theme.hues[hue] ?? theme.ink;
}
