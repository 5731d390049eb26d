import type { Chart, ChartEvent, Plugin } from 'chart.js';
import type { Crosshair } from './crosshair';
import { type LabelWish, placeLabels } from './labelLayout';
import { nearestPoint, nearestPosition, type Series } from './series';
import type { ChartTheme } from './theme';

/** What the plugins draw from; a chart keeps one scene and replaces its contents when its props change. */
export interface Scene {
  series: readonly Series[];
  theme: ChartTheme;
  crosshair: Crosshair;
  /** Where the crosshair may stand, ascending. */
  positions: readonly number[];
  directLabels: boolean;
}

const labelFontPx = 11;
const labelLineHeight = 14;
/** From the plot to the text: the leader is drawn across it. */
const labelGap = 18;
const mostLabels = 8;

function labelGroups(scene: Scene): Map<string, Series[]> {
  const groups = new Map<string, Series[]>();
  for (const line of scene.series) {
    if (line.points.length > 0) groups.set(line.group, [...(groups.get(line.group) ?? []), line]);
  }
  return groups;
}

/**
 * Room that the direct labels take to the right of the plot, in px; 0 where they do not fit: more than eight of them,
 * or wider than two fifths of the chart.
 */
export function labelRoom(chart: Chart, scene: Scene): number {
  const groups = [...labelGroups(scene).keys()];
  if (!scene.directLabels || groups.length === 0 || groups.length > mostLabels) return 0;
  const { ctx } = chart;
  ctx.save();
  ctx.font = `${labelFontPx}px ${scene.theme.font}`;
  const widest = Math.max(...groups.map((text) => ctx.measureText(text).width));
  ctx.restore();
  return widest + labelGap + 4 > chart.width * 0.4 ? 0 : Math.ceil(widest) + labelGap + 4;
}

function drawLabels(chart: Chart, scene: Scene): void {
  const { ctx, chartArea } = chart;
  const yScale = chart.scales['y'];
  if (!yScale || labelRoom(chart, scene) === 0) return;
  const groups = labelGroups(scene);
  const wishes: LabelWish[] = [...groups].map(([text, lines]) => {
    const ends = lines.map((line) => yScale.getPixelForValue(line.points.at(-1)?.y ?? 0));
    return { text, y: ends.reduce((sum, y) => sum + y, 0) / ends.length };
  });
  ctx.save();
  ctx.font = `${labelFontPx}px ${scene.theme.font}`;
  ctx.textBaseline = 'middle';
  for (const label of placeLabels(wishes, chartArea.top, chartArea.bottom, labelLineHeight)) {
    const [first, ...others] = groups.get(label.text) ?? [];
    ctx.strokeStyle = scene.theme.hues[first?.look.hue ?? 0] ?? scene.theme.ink;
    if (first && others.length === 0) drawTail(chart, first, label.y);
    ctx.lineWidth = 1.5;
    ctx.beginPath();
    ctx.moveTo(chartArea.right + 1, label.y);
    ctx.lineTo(chartArea.right + labelGap - 10, label.placedY);
    ctx.lineTo(chartArea.right + labelGap - 3, label.placedY);
    ctx.stroke();
    ctx.fillStyle = scene.theme.ink;
    ctx.fillText(label.text, chartArea.right + labelGap, label.placedY);
  }
  ctx.restore();
}

function ring(chart: Chart, scene: Scene, line: Series, x: number, filled: boolean): void {
  const point = nearestPoint(line.points, x);
  const xScale = chart.scales['x'];
  const yScale = chart.scales['y'];
  if (!point || !xScale || !yScale) return;
  const { ctx } = chart;
  const hue = scene.theme.hues[line.look.hue] ?? scene.theme.ink;
  ctx.beginPath();
  ctx.arc(xScale.getPixelForValue(point.x), yScale.getPixelForValue(point.y), filled ? 3 : 5, 0, 2 * Math.PI);
  ctx.fillStyle = filled ? hue : scene.theme.page;
  ctx.fill();
  ctx.lineWidth = filled ? 1 : 2;
  ctx.strokeStyle = filled ? scene.theme.page : hue;
  ctx.stroke();
}

function drawCrosshair(chart: Chart, scene: Scene): void {
  const x = scene.crosshair.get();
  const xScale = chart.scales['x'];
  if (x === undefined || !xScale || x < xScale.min || x > xScale.max) return;
  const { ctx, chartArea } = chart;
  const pixel = xScale.getPixelForValue(x);
  ctx.save();
  ctx.strokeStyle = scene.theme.line;
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.moveTo(pixel, chartArea.top);
  ctx.lineTo(pixel, chartArea.bottom);
  ctx.stroke();
  for (const line of scene.series) ring(chart, scene, line, x, true);
  ctx.restore();
}

/** A line that ends before the plot does is led to its label. */
function drawTail(chart: Chart, line: Series, y: number): void {
  const end = chart.scales['x']?.getPixelForValue(line.points.at(-1)?.x ?? 0) ?? chart.chartArea.right;
  const { ctx, chartArea } = chart;
  if (chartArea.right - end < 4) return;
  ctx.save();
  ctx.globalAlpha = 0.6;
  ctx.lineWidth = 1;
  ctx.setLineDash([1, 3]);
  ctx.beginPath();
  ctx.moveTo(end + 3, y);
  ctx.lineTo(chartArea.right, y);
  ctx.stroke();
  ctx.restore();
}

/** Best steps, direct labels and the crosshair, drawn over the lines. */
export function scenePlugin(scene: () => Scene): Plugin<'line'> {
  return {
    id: 'heldoutScene',
    afterDatasetsDraw(chart) {
      const current = scene();
      for (const line of current.series) {
        if (line.bestX !== undefined) ring(chart, current, line, line.bestX, false);
      }
      drawLabels(chart, current);
      drawCrosshair(chart, current);
    },
    afterEvent(chart, { event }: { event: ChartEvent }) {
      const { crosshair, positions } = scene();
      if (event.type === 'mouseout') return crosshair.set(undefined);
      const xScale = chart.scales['x'];
      const x = event.x === null ? undefined : xScale?.getValueForPixel(event.x);
      if (x === undefined) return undefined;
      return crosshair.set(nearestPosition(positions, x));
    },
  };
}
