import type { AnsweredVariant, Bounded, SweepAnswer } from '@/lib/domain/answer';
import { metricText } from '@/lib/domain/metric';
import { pivotOf } from '@/lib/export/pivot';
import { type PublicationCell, type PublicationTable, starsOf } from '@/lib/export/publication';
import type { VariantMetrics } from '@/lib/stats/variantMetrics';
import { absent, type Formats } from '../format/formats';
import type { Names } from '../format/names';
import type { Words } from '../i18n/words';
import { pValueText } from './pValueText';

export interface TableWriting {
  /** Of the sweep. */
  name: string;
  words: Words<'answer'>;
  names: Names;
  formats: Formats;
}

const number = (text: string): PublicationCell => ({ text, isNumber: true });

/** One row a variant, the best first: what it scores, and how far it is from the baseline. */
export function variantTable(
  answer: SweepAnswer,
  { name, words, names, formats }: TableWriting,
): PublicationTable {
  const { report, objective, higherIsBetter } = answer.metric;
  const sign = higherIsBetter ? -1 : 1;
  const key = ({ reported }: AnsweredVariant) =>
    reported ? sign * reported.value : Number.POSITIVE_INFINITY;
  const variants = answer.variants.toSorted((a, b) =>
    key(a) === key(b) ? a.index - b.index : key(a) - key(b),
  );
  const best = variants[0]?.reported?.value;
  const factors = Object.keys(variants[0]?.levels ?? {});
  const rows = variants.map((variant): PublicationCell[] => [
    ...(factors.length === 0 ? [{ text: names.variant({}) }] : []),
    ...factors.map((factor) => ({ text: names.level(factor, variant.levels[factor] ?? '') })),
    {
      ...number(plusMinus(variant.reported)),
      bold: variant.reported !== null && variant.reported.value === best,
    },
    differenceCell(variant),
    number(formats.count(variant.seeds.length)),
    number(variant.gap.last ? formats.delta('test/loss', variant.gap.last.value) : absent),
    number(formats.parameters(variant.parameterCount)),
  ]);
  return {
    caption: words('variants.caption', { name, metric: names.metric(report) }),
    columns: [
      ...(factors.length === 0 ? [words('variants.variant')] : factors.map(names.label)).map(leftColumn),
      ...[
        names.metric(report),
        words('variants.difference'),
        words('variants.seeds'),
        words('variants.gap'),
        words('variants.parameters'),
      ].map(rightColumn),
    ],
    rows,
    notes: [
      words('variants.noteMetric', { metric: names.metric(report), objective: names.metric(objective) }),
      words('variants.noteDifference'),
    ],
  };

  function plusMinus(bounded: Bounded | null): string {
    if (!bounded) return absent;
    const value = formats.metric(report, bounded.value);
    if (bounded.high === null) return value;
    return words('variants.interval', { value, half: formats.metric(report, bounded.high - bounded.value) });
  }

  function differenceCell({ index, difference }: AnsweredVariant): PublicationCell {
    if (index === answer.baseline) return { text: words('variants.baseline') };
    if (!difference) return number(absent);
    return { ...number(boundsText(report, difference, { words, formats })), stars: starsOf(difference.holm) };
  }
}

/** One row an effect. */
export function effectTable(
  answer: SweepAnswer,
  { name, words, names, formats }: TableWriting,
): PublicationTable {
  const { report } = answer.metric;
  return {
    caption: words('variants.captionEffects', { name, metric: names.metric(report) }),
    columns: [
      leftColumn(words('variants.factor')),
      leftColumn(words('variants.change')),
      ...[words('variants.difference'), words('variants.better'), words('variants.holm')].map(rightColumn),
    ],
    rows: answer.effects.map((effect) => [
      { text: names.label(effect.factor) },
      {
        text: `${names.level(effect.factor, effect.reference)} → ${names.level(effect.factor, effect.level)}`,
      },
      { ...number(boundsText(report, effect, { words, formats })), stars: starsOf(effect.holm) },
      number(`${formats.count(effect.better)}/${formats.count(effect.pairs)}`),
      number(effect.holm === null ? absent : pValueText(effect.holm, formats).replace('= ', '')),
    ]),
    notes: [words('variants.noteEffects', { family: answer.family })],
  };
}

/** A metric by the levels of two factors. @throws HeldoutError invalid_input, not_comparable as pivotOf */
export function pivotTable(
  answer: SweepAnswer,
  [rowFactor, columnFactor]: readonly [string, string],
  measured: VariantMetrics,
  { name, words, names, formats }: TableWriting,
): PublicationTable {
  const { objective } = answer.metric;
  const { metric, of } = measured;
  const { rows, columns, cells } = pivotOf(answer, [rowFactor, columnFactor], measured);
  const means = cells.flat().flatMap((cell) => cell?.mean ?? []);
  const best = metricText(metric).goal === 'minimize' ? Math.min(...means) : Math.max(...means);
  return {
    caption: words('variants.captionPivot', {
      name,
      metric: names.metric(metric),
      rows: names.label(rowFactor),
      columns: names.label(columnFactor),
    }),
    columns: [
      leftColumn(names.label(rowFactor)),
      ...columns.map((level) =>
        rightColumn(`${names.label(columnFactor)} ${names.level(columnFactor, level)}`),
      ),
    ],
    rows: rows.map((level, at) => [
      { text: names.level(rowFactor, level) },
      ...(cells[at] ?? []).map((cell) =>
        cell
          ? {
              ...number(`${formats.metric(metric, cell.mean)} (${formats.count(cell.runs)})`),
              bold: cell.mean === best,
            }
          : number(absent),
      ),
    ]),
    notes: [
      words('variants.notePivot', {
        metric: names.metric(metric),
        objective: names.metric(objective),
        of,
        absent,
      }),
      ...(metric === objective ? [words('variants.notePivotChose')] : []),
    ],
  };
}

/** "+1.8 [0.9, 2.7]"; without bounds the difference alone */
export function boundsText(
  metric: string,
  { value, low, high }: Bounded,
  { words, formats }: Pick<TableWriting, 'words' | 'formats'>,
): string {
  const difference = formats.delta(metric, value);
  if (low === null || high === null) return difference;
  const bounds = { low: formats.metric(metric, low), high: formats.metric(metric, high) };
  return words('variants.bounds', { value: difference, ...bounds });
}

function leftColumn(label: string) {
  return { label, align: 'left' as const };
}

function rightColumn(label: string) {
  return { label, align: 'right' as const };
}
