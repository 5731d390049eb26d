import {
  BasicPlatform,
  Chart as ChartJs,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  type Plugin,
  PointElement,
} from 'chart.js';
import annotationPlugin from 'chartjs-plugin-annotation';
import { labelRoom } from './directLabels';
import { lineData, lineOptions } from './lineConfig';
import type { LineScene } from './lineScene';
import { drawSurroundings, type LegendEntry, leastPictureWidth, savePicture, surroundings } from './picture';
import { scenePlugin } from './scenePlugin';
import type { Series } from './series';

ChartJs.register(LinearScale, LogarithmicScale, LineController, LineElement, PointElement, annotationPlugin);

const plotHeight = 320;

/** Saves a chart of lines, drawn anew by what draws it on the screen. @param shownWidth px it has there */
export async function saveLines(kind: 'png' | 'svg', scene: LineScene, shownWidth: number): Promise<void> {
  const width = Math.max(leastPictureWidth, shownWidth);
  const legend = legendOf(scene.series);
  const around = surroundings(width, legend);
  const height = plotHeight + around.top + around.bottom;
  const { title, theme } = scene;
  const surround: Plugin<'line'> = {
    id: 'heldoutSurroundings',
    beforeDraw: ({ ctx }) => drawSurroundings(ctx, { title, width, height, legend, theme }),
  };
  await savePicture(kind, {
    title,
    width,
    height,
    scalesItself: true,
    draw(context, pixelRatio) {
      const options = lineOptions(scene, (chart) => ({
        top: around.top + 6,
        right: Math.max(12, labelRoom(chart, scene)),
        bottom: around.bottom,
        left: 8,
      }));
      const data = lineData(scene.series, scene.theme, true);
      const chart = new ChartJs(context, {
        type: 'line',
        // A segment option, even an empty one, keeps chart.js from drawing by Path2D, which svgcanvas does not know.
        data: { datasets: data.datasets.map((dataset) => ({ ...dataset, segment: {} })) },
        options: { ...options, responsive: false, devicePixelRatio: pixelRatio },
        plugins: [surround, scenePlugin(() => scene)],
        platform: BasicPlatform,
      });
      return () => chart.destroy();
    },
  });
}

/** One entry a group and dash: the seeds of a variant share theirs. */
function legendOf(series: readonly Series[]): LegendEntry[] {
  const entries = new Map<string, LegendEntry>();
  for (const { group, look, dash, points } of series) {
    if (points.length > 0) entries.set(`${group}|${dash}`, { text: group, look, dash });
  }
  return [...entries.values()];
}
