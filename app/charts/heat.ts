import { fitText } from './fitText';
import { textWidth } from './textWidth';
import { type ChartTheme, channelsOf } from './theme';

/** What a heat map is drawn from. */
export interface HeatGrid {
  rowTitle: string;
  columnTitle: string;
  rows: readonly string[];
  columns: readonly string[];
  /** [rows][columns]; NaN where there is none. */
  values: readonly (readonly number[])[];
  /** Values of the lightest and of the darkest colour. */
  domain: readonly [number, number];
  format: (value: number) => string;
}

export interface HeatCell {
  row: number;
  column: number;
}

/** Sizes in px. */
export interface HeatLayout {
  width: number;
  height: number;
  left: number;
  top: number;
  cellWidth: number;
  cellHeight: number;
  /** Names of columns are slanted, because a cell is too narrow for them. */
  isSlanted: boolean;
  /** Cells have room for their values. */
  hasValues: boolean;
}

const labelPx = 12;
const titlePx = 11;
const titleRow = 18;
const longestLabel = 112;
const legendRow = 32;
const scaleSteps = 40;
const scaleWidth = 120;
const slant = Math.PI / 4;
const [leastCell, mostCellWidth, usualCellHeight] = [18, 80, 26];

/** @param room px there are; a map of many columns is wider, and scrolls */
export function heatLayout(grid: HeatGrid, room: number, theme: ChartTheme): HeatLayout {
  const { rows, columns } = grid;
  const font = `${labelPx}px ${theme.font}`;
  const widest = (texts: readonly string[]) => Math.max(0, ...texts.map((text) => textWidth(text, font)));
  const left = Math.ceil(
    Math.min(widest([...rows, `${grid.rowTitle} ↓`]) + 10, Math.max(72, room * 0.34), 190),
  );
  const longest = Math.min(widest(columns), longestLabel);
  const fitting = (spare: number) =>
    Math.min(mostCellWidth, Math.max(leastCell, Math.floor((room - left - spare) / columns.length)));
  const isSlanted = longest > fitting(0) - 6;
  const overhang = isSlanted ? longest * Math.cos(slant) : 0;
  const cellWidth = fitting(overhang);
  const cellHeight = Math.min(usualCellHeight, Math.max(leastCell, cellWidth));
  const top = titleRow + (isSlanted ? longest * Math.sin(slant) + 12 : 20);
  const written = grid.values.flat().filter(Number.isFinite).map(grid.format);
  const scale = scaleWidth + widest(grid.domain.map(grid.format)) * 2 + 16;
  const cells = cellWidth * columns.length + Math.max(1, overhang - cellWidth / 2);
  return {
    width: Math.ceil(left + Math.max(cells, scale)),
    height: Math.ceil(top + cellHeight * rows.length + legendRow),
    left,
    top,
    cellWidth,
    cellHeight,
    isSlanted,
    hasValues: cellHeight >= 18 && widest(written) + 8 <= cellWidth,
  };
}

/** A map of cells alone, as wide as there is room. */
export function compactHeatLayout({ rows, columns }: HeatGrid, room: number): HeatLayout {
  const cell = room / Math.max(rows.length, columns.length, 1);
  return {
    width: room,
    height: Math.ceil(cell * rows.length),
    left: 0,
    top: 0,
    cellWidth: room / Math.max(columns.length, 1),
    cellHeight: cell,
    isSlanted: false,
    hasValues: false,
  };
}

export function cellAt(grid: HeatGrid, layout: HeatLayout, x: number, y: number): HeatCell | undefined {
  const row = Math.floor((y - layout.top) / layout.cellHeight);
  const column = Math.floor((x - layout.left) / layout.cellWidth);
  const isInside = row >= 0 && column >= 0 && row < grid.rows.length && column < grid.columns.length;
  return isInside ? { row, column } : undefined;
}

/** @returns red, green and blue of 0 to 255, between the scale's three colours */
export function heatColour(
  value: number,
  [low, high]: readonly [number, number],
  theme: ChartTheme,
): [number, number, number] {
  const share = high > low ? Math.min(1, Math.max(0, (value - low) / (high - low))) : 0.5;
  const [from, to] = share < 0.5 ? [theme.heat[0], theme.heat[1]] : [theme.heat[1], theme.heat[2]];
  const [a, b] = [channelsOf(from), channelsOf(to)];
  const within = share < 0.5 ? share * 2 : share * 2 - 1;
  const channel = (index: number) => Math.round((a[index] ?? 0) * (1 - within) + (b[index] ?? 0) * within);
  return [channel(0), channel(1), channel(2)];
}

/** Black or white, whichever has more contrast (WCAG 2.2, relative luminance). */
export function inkOn(colour: readonly number[]): string {
  const [red = 0, green = 0, blue = 0] = colour.map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return luminance > 0.179 ? '#000000' : '#ffffff';
}

/** Cells, and unless the map is compact their names, titles and the scale. */
export function drawHeat(
  context: CanvasRenderingContext2D,
  grid: HeatGrid,
  layout: HeatLayout,
  theme: ChartTheme,
  at?: HeatCell,
): void {
  const { left, top, cellWidth, cellHeight } = layout;
  context.font = `${labelPx}px ${theme.font}`;
  context.textBaseline = 'middle';
  context.textAlign = 'center';
  // Between large cells a hairline of the page; small ones would drown in it.
  const gap = cellWidth >= 8 && cellHeight >= 8 ? 1 : 0;
  grid.values.forEach((row, rowIndex) => {
    row.forEach((value, columnIndex) => {
      const [x, y] = [left + columnIndex * cellWidth, top + rowIndex * cellHeight];
      const isKnown = Number.isFinite(value);
      const colour = heatColour(value, grid.domain, theme);
      if (isKnown) {
        context.fillStyle = `rgb(${colour.join(', ')})`;
        context.fillRect(x, y, cellWidth - gap, cellHeight - gap);
      }
      if (!layout.hasValues && isKnown) return;
      context.fillStyle = isKnown ? inkOn(colour) : theme.inkSoft;
      context.fillText(isKnown ? grid.format(value) : '–', x + cellWidth / 2, y + cellHeight / 2);
    });
  });
  if (top === 0) return;
  drawNames(context, grid, layout, theme, at);
  drawScale(context, grid, layout, theme);
  if (!at) return;
  context.strokeStyle = theme.ink;
  context.lineWidth = 2;
  context.strokeRect(left + at.column * cellWidth, top + at.row * cellHeight, cellWidth - 1, cellHeight - 1);
}

function drawNames(
  context: CanvasRenderingContext2D,
  grid: HeatGrid,
  { left, top, cellWidth, cellHeight, isSlanted, width }: HeatLayout,
  theme: ChartTheme,
  at: HeatCell | undefined,
): void {
  const font = (px: number, isStrong = false) => `${isStrong ? 'bold ' : ''}${px}px ${theme.font}`;
  const fitted = (text: string, room: number) =>
    fitText(text, room, (part) => textWidth(part, font(labelPx)));
  context.fillStyle = theme.inkSoft;
  context.font = font(titlePx);
  context.textAlign = 'left';
  context.fillText(fitted(`${grid.columnTitle} →`, width - left), left, titleRow / 2);
  context.fillText(fitted(`${grid.rowTitle} ↓`, left - 8), 0, top - 10);
  context.fillStyle = theme.ink;
  context.textAlign = 'right';
  grid.rows.forEach((row, index) => {
    context.font = font(labelPx, index === at?.row);
    context.fillText(fitted(row, left - 8), left - 6, top + (index + 0.5) * cellHeight);
  });
  grid.columns.forEach((column, index) => {
    context.font = font(labelPx, index === at?.column);
    const x = left + (index + 0.5) * cellWidth;
    if (!isSlanted) {
      context.textAlign = 'center';
      context.fillText(column, x, top - 10);
      return;
    }
    context.save();
    context.translate(x, top - 7);
    context.rotate(-slant);
    context.textAlign = 'left';
    context.fillText(fitted(column, longestLabel), 0, 0);
    context.restore();
  });
}

function drawScale(
  context: CanvasRenderingContext2D,
  { domain, format }: HeatGrid,
  { left, height }: HeatLayout,
  theme: ChartTheme,
): void {
  const font = `${titlePx}px ${theme.font}`;
  const [low, high] = domain;
  const y = height - 12;
  const from = left + textWidth(format(low), font) + 6;
  context.font = font;
  context.fillStyle = theme.inkSoft;
  context.textAlign = 'left';
  context.fillText(format(low), left, y);
  context.fillText(format(high), from + scaleWidth + 6, y);
  for (let step = 0; step < scaleSteps; step++) {
    const value = low + ((step + 0.5) / scaleSteps) * (high - low);
    context.fillStyle = `rgb(${heatColour(value, domain, theme).join(', ')})`;
    const width = scaleWidth / scaleSteps;
    context.fillRect(from + step * width, y - 5, width + 0.5, 10);
  }
  context.strokeStyle = theme.grid;
  context.lineWidth = 1;
  context.strokeRect(from, y - 5, scaleWidth, 10);
}
