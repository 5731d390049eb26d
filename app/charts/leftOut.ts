import type { Formats } from '../format/formats';
import type { Words } from '../i18n/words';
import { type Series, xAxes } from './series';

/** What a chart leaves out, in words: first how many of how many points it shows. */
export function leftOutText(series: readonly Series[], words: Words<'charts'>, formats: Formats): string[] {
  const sum = (pick: (line: Series) => number) => series.reduce((total, line) => total + pick(line), 0);
  const shown = formats.count(sum((line) => line.shown));
  const total = formats.count(sum((line) => line.total));
  const texts = [words('shown', { shown, total })];
  const notPositive = sum((line) => line.notPositive);
  if (notPositive > 0) texts.push(words('logLeavesOut', { count: formats.count(notPositive) }));
  const notFinite = sum((line) => line.notFinite);
  if (notFinite > 0) texts.push(words('notFinite', { count: formats.count(notFinite) }));
  for (const axis of xAxes) {
    const count = series.filter((line) => line.lacks === axis).length;
    if (count > 0) texts.push(words(`lacks.${axis}`, { count }));
  }
  return texts;
}
