import { drawSurroundings, type LegendEntry, leastPictureWidth, savePicture, surroundings } from './picture';
import type { ChartTheme } from './theme';

const margin = 8;

/** Saves what a Drawing shows, drawn anew by the same function, with its title above and its legend below. */
export async function saveDrawing(
  kind: 'png' | 'svg',
  { title, theme, legend = [] }: { title: string; theme: ChartTheme; legend?: readonly LegendEntry[] },
  drawing: { width: number; height: number; draw: (context: CanvasRenderingContext2D) => void },
): Promise<void> {
  const width = Math.max(leastPictureWidth, drawing.width + 2 * margin);
  const around = surroundings(width, legend);
  const height = drawing.height + around.top + around.bottom;
  await savePicture(kind, {
    title,
    width,
    height,
    scalesItself: false,
    draw(context) {
      drawSurroundings(context, { title, width, height, legend, theme });
      context.save();
      context.translate(margin, around.top);
      drawing.draw(context);
      context.restore();
      return () => undefined;
    },
  });
}
