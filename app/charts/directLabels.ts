import type { Chart } from 'chart.js';
import { fitText } from './fitText';
import { type LabelWish, placeLabels } from './labelLayout';
import { hueOf, type LineScene } from './lineScene';
import type { Series } from './series';

const fontPx = 11;
const lineHeight = 14;
/** From the plot to the text: the leader is drawn across it. */
const gap = 18;
const mostLabels = 8;
/** Labels take at most this share of a chart; longer ones are shortened. */
const widestShare = 0.4;

interface LabelGroup {
  text: string;
  lines: Series[];
}

/** The lines that share a label; none where they are more than eight: then the list beside the charts names them. */
function groupsOf(scene: LineScene): LabelGroup[] {
  if (!scene.directLabels) return [];
  const groups = new Map<string, Series[]>();
  for (const line of scene.series) {
    if (line.points.length === 0) continue;
    const known = groups.get(line.group);
    if (known) known.push(line);
    else groups.set(line.group, [line]);
  }
  return groups.size > mostLabels ? [] : [...groups].map(([text, lines]) => ({ text, lines }));
}

function measured<T>(chart: Chart, scene: LineScene, use: (measure: (text: string) => number) => T): T {
  const { ctx } = chart;
  ctx.save();
  ctx.font = `${fontPx}px ${scene.theme.font}`;
  const result = use((text) => ctx.measureText(text).width);
  ctx.restore();
  return result;
}

/** Room that the direct labels take to the right of the plot, in px; 0 where there are none. */
export function labelRoom(chart: Chart, scene: LineScene): number {
  const groups = groupsOf(scene);
  if (groups.length === 0) return 0;
  const widest = measured(chart, scene, (measure) => Math.max(...groups.map(({ text }) => measure(text))));
  return Math.min(Math.ceil(widest) + gap + 4, Math.floor(chart.width * widestShare));
}

/** Writes the name of each group beside the end of its lines. */
export function drawLabels(chart: Chart, scene: LineScene): void {
  const yScale = chart.scales['y'];
  const groups = groupsOf(scene);
  if (!yScale || groups.length === 0) return;
  const { ctx, chartArea } = chart;
  const width = labelRoom(chart, scene) - gap;
  const wishes: (LabelWish & { group: LabelGroup })[] = groups.map((group) => {
    const ends = group.lines.map((line) => yScale.getPixelForValue(endOf(line, scene)));
    const mean = ends.reduce((sum, y) => sum + y, 0) / ends.length;
    return { text: group.text, y: Math.min(chartArea.bottom, Math.max(chartArea.top, mean)), group };
  });
  const placed = placeLabels(wishes, chartArea.top, chartArea.bottom, lineHeight);
  const fitted = measured(chart, scene, (measure) => placed.map(({ text }) => fitText(text, width, measure)));
  ctx.save();
  ctx.font = `${fontPx}px ${scene.theme.font}`;
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'left';
  placed.forEach((label, index) => {
    const lines = groups.find(({ text }) => text === label.text)?.lines ?? [];
    const [first, ...others] = lines;
    if (!first) return;
    ctx.strokeStyle = hueOf(first, scene.theme);
    if (others.length === 0) drawTail(chart, first, label.y);
    ctx.lineWidth = 1.5;
    ctx.setLineDash([]);
    ctx.beginPath();
    ctx.moveTo(chartArea.right + 1, label.y);
    ctx.lineTo(chartArea.right + gap - 10, label.placedY);
    ctx.lineTo(chartArea.right + gap - 3, label.placedY);
    ctx.stroke();
    ctx.fillStyle = scene.theme.ink;
    ctx.fillText(fitted[index] ?? '', chartArea.right + gap, label.placedY);
  });
  ctx.restore();
}

/** The value at which a line leaves the plot, zoomed in or not. */
function endOf(line: Series, scene: LineScene): number {
  const [, right] = scene.extent.x;
  const last = line.points.findLast((point) => point.x <= right) ?? line.points.at(0);
  return last?.y ?? 0;
}

/** A line that ends before the plot does is led to its label. */
function drawTail(chart: Chart, line: Series, y: number): void {
  const { ctx, chartArea } = chart;
  const end = chart.scales['x']?.getPixelForValue(line.points.at(-1)?.x ?? 0) ?? chartArea.right;
  if (chartArea.right - end < 4 || end < chartArea.left) return;
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
