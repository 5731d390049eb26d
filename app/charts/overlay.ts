import type { Chart } from 'chart.js';
import { hueOf, type LineScene } from './lineScene';
import { dashPatterns } from './palette';
import type { Reading } from './reading';
import type { Series } from './series';
import { withAlpha } from './theme';

/** How much of the lines is covered while some of them are emphasised. */
const veil = 0.78;

/** Makes the layer above a chart as large as the chart; it is cleared by that. */
export function fitOverlay(layer: HTMLCanvasElement, chart: Chart): void {
  const ratio = chart.currentDevicePixelRatio;
  const width = Math.round(chart.width * ratio);
  const height = Math.round(chart.height * ratio);
  if (layer.width !== width || layer.height !== height) {
    layer.width = width;
    layer.height = height;
  }
}

/**
 * What changes while a person points: the emphasised lines before a veil, the crosshair, the nearest line stronger, a
 * dot on each line that the readout names. The lines below are not drawn again.
 */
export function drawOverlay(
  layer: HTMLCanvasElement,
  chart: Chart,
  scene: LineScene,
  emphasised: readonly Series[],
  reading: Reading | undefined,
): void {
  const context = layer.getContext('2d');
  const { x: xScale, y: yScale } = chart.scales;
  if (!context || !xScale || !yScale) return;
  const { left, top, width, height, bottom } = chart.chartArea;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, layer.width, layer.height);
  const ratio = chart.currentDevicePixelRatio;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.save();
  context.beginPath();
  context.rect(left - 6, top - 6, width + 12, height + 12);
  context.clip();
  const stroke = (line: Series, thickness: number, colour: string) => {
    context.save();
    context.beginPath();
    context.rect(left, top - 6, width, height + 12);
    context.clip();
    context.strokeStyle = colour;
    context.lineWidth = thickness;
    context.lineJoin = 'round';
    context.setLineDash(dashPatterns[line.dash]);
    context.beginPath();
    for (const point of line.points) {
      context.lineTo(xScale.getPixelForValue(point.x), yScale.getPixelForValue(point.y));
    }
    context.stroke();
    context.restore();
  };
  if (emphasised.some((line) => line.emphasis === 'faint')) {
    context.fillStyle = withAlpha(scene.theme.page, veil);
    context.fillRect(left - 4, top - 6, width + 10, height + 12);
  }
  for (const line of emphasised) {
    if (line.emphasis === 'strong') stroke(line, 2.5, hueOf(line, scene.theme));
  }
  if (reading && reading.x >= xScale.min && reading.x <= xScale.max) {
    const nearest = reading.rows.find(({ line }) => line.id === reading.nearest)?.line;
    if (nearest && scene.series.length > 1) stroke(nearest, 2.5, hueOf(nearest, scene.theme));
    const pixel = xScale.getPixelForValue(reading.x);
    context.strokeStyle = scene.theme.line;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(pixel, top);
    context.lineTo(pixel, bottom);
    context.stroke();
    for (const { line, point } of reading.rows) {
      context.beginPath();
      const radius = line.id === reading.nearest ? 4.5 : 3;
      context.arc(xScale.getPixelForValue(point.x), yScale.getPixelForValue(point.y), radius, 0, 2 * Math.PI);
      context.fillStyle = hueOf(line, scene.theme);
      context.fill();
      context.strokeStyle = scene.theme.page;
      context.stroke();
    }
  }
  context.restore();
}
