import type { Chart, Plugin, Scale } from 'chart.js';
import { drawLabels } from './directLabels';
import { hueOf, type LineScene } from './lineScene';
import { drawMarker } from './marker';
import { nearestPoint, type Series } from './series';

/** About this many points of a line carry its marker, so that markers tell lines apart without covering them. */
const markersPerLine = 8;
/** A line of so few points shows each of them: what lies between was not measured. */
const sparsePoints = 12;
const bandAlpha = 0.16;
/** More bands than this are fainter, or where they lie on one another they would hide the lines. */
const fewBands = 6;
/** Half a marker, which stands at the edge of the plot. */
const markerSpare = 6;

interface Axes {
  x: Scale;
  y: Scale;
}

/** Bands under the lines; markers, best steps and direct labels over them. */
export function scenePlugin(scene: () => LineScene): Plugin<'line'> {
  return {
    id: 'heldoutScene',
    beforeDatasetsDraw(chart) {
      const current = scene();
      const bands = current.series.filter(({ band, emphasis }) => band && emphasis !== 'faint').length;
      inPlot(chart, 0, (axes) => {
        for (const line of current.series) drawBand(chart.ctx, axes, line, current, bands);
      });
    },
    afterDatasetsDraw(chart) {
      const current = scene();
      inPlot(chart, markerSpare, (axes) => {
        for (const line of current.series) {
          drawMarkers(chart.ctx, axes, line, current);
          drawBest(chart.ctx, axes, line, current);
        }
      });
      drawLabels(chart, current);
    },
  };
}

/** Draws within the plot and `spare` px beyond. */
function inPlot(chart: Chart, spare: number, draw: (axes: Axes) => void): void {
  const { ctx, chartArea } = chart;
  const { x, y } = chart.scales;
  if (!x || !y) return;
  ctx.save();
  ctx.beginPath();
  ctx.rect(chartArea.left - spare, chartArea.top - 6, chartArea.width + 2 * spare, chartArea.height + 12);
  ctx.clip();
  draw({ x, y });
  ctx.restore();
}

function drawBand(
  context: CanvasRenderingContext2D,
  { x, y }: Axes,
  line: Series,
  scene: LineScene,
  count: number,
): void {
  const band = line.band?.filter(({ high }) => !scene.logY || high > 0);
  if (!band || band.length < 2 || line.emphasis === 'faint') return;
  // Below what a log axis can show, the band reaches the lower edge.
  const height = (value: number) =>
    y.getPixelForValue(scene.logY ? Math.max(value, scene.extent.y[0]) : value);
  context.fillStyle = hueOf(line, scene.theme);
  context.globalAlpha = bandAlpha * Math.min(1, fewBands / count);
  context.beginPath();
  band.forEach((point, index) => {
    if (index === 0) context.moveTo(x.getPixelForValue(point.x), height(point.high));
    else context.lineTo(x.getPixelForValue(point.x), height(point.high));
  });
  for (const point of band.toReversed()) context.lineTo(x.getPixelForValue(point.x), height(point.low));
  context.closePath();
  context.fill();
  context.globalAlpha = 1;
}

function drawMarkers(
  context: CanvasRenderingContext2D,
  { x, y }: Axes,
  line: Series,
  scene: LineScene,
): void {
  const { points, look } = line;
  const isSparse = points.length <= sparsePoints;
  if (line.emphasis === 'faint' || (look.marker === 'none' && !isSparse)) return;
  const [from, to] = scene.extent.x;
  context.fillStyle = hueOf(line, scene.theme);
  context.strokeStyle = context.fillStyle;
  const every = isSparse ? 1 : Math.ceil(points.length / markersPerLine);
  for (let index = 0; index < points.length; index += every) {
    const point = points[index];
    if (!point || point.x < from || point.x > to) continue;
    const radius = look.marker === 'none' ? 2 : 3.5;
    drawMarker(context, look.marker, x.getPixelForValue(point.x), y.getPixelForValue(point.y), radius);
  }
}

function drawBest(context: CanvasRenderingContext2D, { x, y }: Axes, line: Series, scene: LineScene): void {
  if (line.bestX === undefined || line.emphasis === 'faint') return;
  const point = nearestPoint(line.points, line.bestX);
  if (!point) return;
  context.beginPath();
  context.arc(x.getPixelForValue(point.x), y.getPixelForValue(point.y), 5, 0, 2 * Math.PI);
  context.fillStyle = scene.theme.page;
  context.fill();
  context.lineWidth = 2;
  context.strokeStyle = hueOf(line, scene.theme);
  context.stroke();
}
