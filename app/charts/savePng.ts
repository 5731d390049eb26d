import { dashPatterns } from './palette';
import type { Series } from './series';
import type { ChartTheme } from './theme';

/** Saves a drawn chart as a picture that stands alone: title above, legend below, on the page's background. */
export function savePng(
  canvas: HTMLCanvasElement,
  title: string,
  series: readonly Series[],
  theme: ChartTheme,
): void {
  const scale = canvas.width / canvas.clientWidth;
  const width = canvas.clientWidth;
  const legend = legendOf(series);
  const columns = Math.max(1, Math.floor(width / 280));
  const legendHeight = Math.ceil(legend.length / columns) * 18 + 12;
  const picture = document.createElement('canvas');
  picture.width = canvas.width;
  picture.height = Math.round((canvas.clientHeight + 32 + legendHeight) * scale);
  const context = picture.getContext('2d');
  if (!context) return;
  context.scale(scale, scale);
  context.fillStyle = theme.page;
  context.fillRect(0, 0, width, picture.height / scale);
  context.fillStyle = theme.ink;
  context.font = `600 14px ${theme.font}`;
  context.fillText(title, 8, 22);
  context.drawImage(canvas, 0, 32, width, canvas.clientHeight);
  context.font = `12px ${theme.font}`;
  context.textBaseline = 'middle';
  legend.forEach((line, index) => {
    const x = 8 + (index % columns) * (width / columns);
    const y = canvas.clientHeight + 32 + 14 + Math.floor(index / columns) * 18;
    context.strokeStyle = theme.hues[line.look.hue] ?? theme.ink;
    context.lineWidth = 2;
    context.setLineDash(dashPatterns[line.dash]);
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(x + 24, y);
    context.stroke();
    context.fillText(line.group, x + 30, y);
  });
  picture.toBlob((blob) => {
    if (blob) download(blob, `${title.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.png`);
  });
}

/** One entry a group and dash: the seeds of a variant share theirs. */
function legendOf(series: readonly Series[]): Series[] {
  const entries = new Map<string, Series>();
  for (const line of series) {
    const key = `${line.group}|${line.dash}`;
    if (!entries.has(key)) entries.set(key, line);
  }
  return [...entries.values()];
}

function download(blob: Blob, filename: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = filename;
  link.click();
  // The download has its own reference by the next turn; the address would otherwise keep the picture in memory.
  setTimeout(() => URL.revokeObjectURL(link.href), 0);
}
