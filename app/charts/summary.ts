import { metricText } from '@/lib/domain/metric';
import type { Formats } from '../format/formats';
import type { Words } from '../i18n/words';
import type { Series, XAxis } from './series';

/** A chart of lines in one sentence: how many lines, over what, and which ends best. */
export function lineSummary(
  title: string,
  series: readonly Series[],
  metric: string,
  xAxis: XAxis,
  words: Words<'charts'>,
  formats: Formats,
): string {
  const drawn = series.filter((line) => line.points.length > 0);
  const summary = words('summary', { title, count: drawn.length, over: words(`over.${xAxis}`) });
  const { goal } = metricText(metric);
  const sign = goal === 'maximize' ? -1 : 1;
  const ends = drawn.map((line) => ({ line, value: line.points.at(-1)?.y ?? 0 }));
  const best = ends.toSorted((a, b) => sign * (a.value - b.value))[0];
  if (!best || goal === 'none') return summary;
  return words(goal === 'maximize' ? 'highest' : 'lowest', {
    summary,
    label: best.line.label,
    value: formats.metric(metric, best.value),
  });
}
