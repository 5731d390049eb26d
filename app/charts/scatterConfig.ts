import type { Chart, ChartOptions, Plugin, ScriptableScaleContext } from 'chart.js';
import { type AxisSpec, axisText, isCategorical } from './axisSpec';
import type { Padding } from './lineConfig';
import { isRound } from './lineConfig';
import { drawPointMark } from './marker';
import { type ScatterScene, scatterRange } from './scatter';

const fontPx = 11;
const longestCategory = 22;

export function scatterOptions(scene: ScatterScene, padding: Padding): ChartOptions<'scatter'> {
  const { points, theme } = scene;
  const font = { family: theme.font, size: fontPx };
  const scale = (axis: AxisSpec, values: readonly number[]) => {
    const [min, max] = scatterRange(values, axis);
    const isCategory = isCategorical(axis);
    return {
      type: axis.log ? ('logarithmic' as const) : ('linear' as const),
      min,
      max,
      ticks: {
        color: theme.inkSoft,
        font,
        padding: 4,
        includeBounds: false,
        maxRotation: isCategory ? 45 : 0,
        ...(isCategory ? { stepSize: 1, autoSkip: false } : { maxTicksLimit: 7 }),
        callback: (tick: string | number) => {
          const value = Number(tick);
          if (axis.log && !isRound(value)) return null;
          const text = axis.format(value);
          return text.length > longestCategory ? `${text.slice(0, longestCategory - 1)}…` : text;
        },
      },
      grid: {
        drawTicks: false,
        // A line where nothing can stand would only be noise.
        color: ({ tick }: ScriptableScaleContext) =>
          isCategory && !Number.isInteger(tick?.value) ? 'transparent' : theme.grid,
      },
      border: { color: theme.line },
      title: { display: true, text: axisText(axis), color: theme.inkSoft, font, padding: 2 },
    };
  };
  return {
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
    events: [],
    layout: { padding },
    scales: {
      x: scale(
        scene.x,
        points.map((point) => point.x),
      ),
      y: scale(
        scene.y,
        points.map((point) => point.y),
      ),
    },
  };
}

/** Draws the points with the marks that lines have too, which the legend beside the charts names. */
export function pointsPlugin(scene: () => ScatterScene): Plugin<'scatter'> {
  return {
    id: 'heldoutPoints',
    afterDraw(chart) {
      const { points, theme } = scene();
      const { ctx } = chart;
      ctx.save();
      // Where marks lie on one another, each stays seen.
      ctx.globalAlpha = 0.8;
      for (const point of points) {
        const place = placeOn(chart, point);
        ctx.fillStyle = theme.hues[point.look.hue] ?? theme.ink;
        ctx.strokeStyle = ctx.fillStyle;
        drawPointMark(ctx, point.look.marker, place.x, place.y);
      }
      ctx.restore();
    },
  };
}

/** Where a point is drawn, in px. */
export function placeOn(chart: Chart, point: { x: number; y: number }): { x: number; y: number } {
  return {
    x: chart.scales['x']?.getPixelForValue(point.x) ?? 0,
    y: chart.scales['y']?.getPixelForValue(point.y) ?? 0,
  };
}
