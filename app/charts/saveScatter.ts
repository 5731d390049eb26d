import {
  BasicPlatform,
  Chart as ChartJs,
  LinearScale,
  LogarithmicScale,
  type Plugin,
  PointElement,
  ScatterController,
} from 'chart.js';
import { drawSurroundings, type LegendEntry, leastPictureWidth, savePicture, surroundings } from './picture';
import type { ScatterScene } from './scatter';
import { pointsPlugin, scatterOptions } from './scatterConfig';

ChartJs.register(LinearScale, LogarithmicScale, PointElement, ScatterController);

const plotHeight = 360;

/** Saves a chart of points, drawn anew by what draws it on the screen. @param shownWidth px it has there */
export async function saveScatter(
  kind: 'png' | 'svg',
  title: string,
  scene: ScatterScene,
  shownWidth: number,
): Promise<void> {
  const width = Math.max(leastPictureWidth, shownWidth);
  const legend = legendOf(scene);
  const around = surroundings(width, legend);
  const height = plotHeight + around.top + around.bottom;
  const { theme } = scene;
  const surround: Plugin<'scatter'> = {
    id: 'heldoutSurroundings',
    beforeDraw: ({ ctx }) => drawSurroundings(ctx, { title, width, height, legend, theme }),
  };
  await savePicture(kind, {
    title,
    width,
    height,
    scalesItself: true,
    draw(context, pixelRatio) {
      const padding = { top: around.top + 6, right: 14, bottom: around.bottom, left: 8 };
      const chart = new ChartJs(context, {
        type: 'scatter',
        data: { datasets: [] },
        options: { ...scatterOptions(scene, padding), responsive: false, devicePixelRatio: pixelRatio },
        plugins: [surround, pointsPlugin(() => scene)],
        platform: BasicPlatform,
      });
      return () => chart.destroy();
    },
  });
}

function legendOf({ points }: ScatterScene): LegendEntry[] {
  const entries = new Map<string, LegendEntry>();
  for (const { group, look } of points) entries.set(group, { text: group, look, dash: undefined });
  return [...entries.values()];
}
