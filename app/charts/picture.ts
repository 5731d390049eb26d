import { fitText } from './fitText';
import { drawMarker, drawPointMark } from './marker';
import { type Dash, dashPatterns, type VariantLook } from './palette';
import { fileName, saveBlob, saveText } from './saveFile';
import type { ChartTheme } from './theme';

export interface LegendEntry {
  text: string;
  look: VariantLook;
  /** undefined for a mark that stands alone. */
  dash: Dash | undefined;
}

/** A saved picture stands alone: title above, legend below, on the page's background. */
export interface Picture {
  title: string;
  width: number;
  height: number;
  /** @param pixelRatio that chart.js is to scale by; other drawings find the context scaled. @returns what ends it */
  draw(context: CanvasRenderingContext2D, pixelRatio: number): () => void;
  /** chart.js sets the size and the scale of its canvas by itself. */
  scalesItself: boolean;
}

const pngPixelRatio = 2;
const titleHeight = 34;
const entryHeight = 18;
const entryWidth = 280;
export const leastPictureWidth = 640;

/** Saves as PNG, twice as fine as the screen, or as SVG; both by the same drawing. */
export async function savePicture(kind: 'png' | 'svg', picture: Picture): Promise<void> {
  if (kind === 'svg') {
    const { SvgContext } = await import('./svgContext');
    const context = new SvgContext({ width: picture.width, height: picture.height });
    const end = picture.draw(context, 1);
    const text = context.getSerializedSvg(true);
    end();
    saveText(text, fileName(picture.title, 'svg'), 'image/svg+xml');
    return;
  }
  const canvas = document.createElement('canvas');
  // chart.js takes the canvas' size for the chart's own, and then makes it as fine as it is told to.
  const ratio = picture.scalesItself ? 1 : pngPixelRatio;
  canvas.width = picture.width * ratio;
  canvas.height = picture.height * ratio;
  const context = canvas.getContext('2d');
  if (!context) return;
  context.scale(ratio, ratio);
  const end = picture.draw(context, pngPixelRatio);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve));
  end();
  if (blob) saveBlob(blob, fileName(picture.title, 'png'));
}

/** What title and legend take, above and below what is drawn between them. */
export function surroundings(width: number, legend: readonly LegendEntry[]): { top: number; bottom: number } {
  const rows = Math.ceil(legend.length / columnsOf(width));
  return { top: titleHeight, bottom: rows === 0 ? 8 : rows * entryHeight + 16 };
}

function columnsOf(width: number): number {
  return Math.max(1, Math.floor(width / entryWidth));
}

/** Draws the page's background, the title and the legend. */
export function drawSurroundings(
  context: CanvasRenderingContext2D,
  {
    title,
    width,
    height,
    legend,
    theme,
  }: Pick<Picture, 'title' | 'width' | 'height'> & {
    legend: readonly LegendEntry[];
    theme: ChartTheme;
  },
): void {
  context.save();
  context.fillStyle = theme.page;
  context.fillRect(0, 0, width, height);
  context.fillStyle = theme.ink;
  context.textAlign = 'left';
  context.textBaseline = 'alphabetic';
  context.font = `600 14px ${theme.font}`;
  context.fillText(title, 8, 22);
  context.font = `12px ${theme.font}`;
  context.textBaseline = 'middle';
  const columns = columnsOf(width);
  const columnWidth = width / columns;
  const top = height - surroundings(width, legend).bottom + 16;
  legend.forEach((entry, index) => {
    const x = 8 + (index % columns) * columnWidth;
    const y = top + Math.floor(index / columns) * entryHeight;
    context.strokeStyle = theme.hues[entry.look.hue] ?? theme.ink;
    context.fillStyle = context.strokeStyle;
    context.lineWidth = 2;
    if (entry.dash === undefined) drawPointMark(context, entry.look.marker, x + 12, y);
    else {
      context.setLineDash(dashPatterns[entry.dash]);
      context.beginPath();
      context.moveTo(x, y);
      context.lineTo(x + 24, y);
      context.stroke();
      context.setLineDash([]);
      if (entry.look.marker !== 'none') drawMarker(context, entry.look.marker, x + 12, y, 3.5);
    }
    context.fillStyle = theme.ink;
    context.fillText(
      fitText(entry.text, columnWidth - 46, (text) => context.measureText(text).width),
      x + 30,
      y,
    );
  });
  context.restore();
}
