import type { SweepAnswer } from '@/lib/domain/answer';
import type { PublicationCell, PublicationTable } from '@/lib/export/publication';
import { levelMeans } from './levelMeans';
import type { TableWriting } from './tables';

/** What the figures show, as tables: for a report that has no pictures. */

const number = (text: string): PublicationCell => ({ text, isNumber: true });
const left = (label: string) => ({ label, align: 'left' as const });
const right = (label: string) => ({ label, align: 'right' as const });

export function mainEffectTable(
  answer: SweepAnswer,
  { words, names, formats }: TableWriting,
): PublicationTable {
  const { report } = answer.metric;
  const factors = [...new Set(answer.effects.map(({ factor }) => factor))];
  return {
    caption: '',
    columns: [left(words('variants.factor')), left(words('main.level')), right(names.metric(report))],
    rows: factors.flatMap((factor) =>
      levelMeans(answer, factor).map(({ level, mean }) => [
        { text: names.label(factor) },
        { text: names.level(factor, level) },
        number(formats.metric(report, mean)),
      ]),
    ),
    notes: [],
  };
}

export function improvementTable(
  answer: SweepAnswer,
  { words, names, formats }: TableWriting,
): PublicationTable {
  const share = (value: number | null) => formats.percent(value ?? 0, 0);
  return {
    caption: '',
    columns: [
      left(words('variants.factor')),
      left(words('variants.change')),
      right(words('improvement.axis')),
    ],
    rows: answer.effects.map(({ factor, reference, level, improvement: { value, low, high } }) => [
      { text: names.label(factor) },
      { text: `${names.level(factor, reference)} → ${names.level(factor, level)}` },
      number(words('variants.bounds', { value: share(value), low: share(low), high: share(high) })),
    ]),
    notes: [],
  };
}

/** Null where no factor sets the size of the training set. */
export function learningCurveTable(
  { learningCurve, metric }: SweepAnswer,
  { words, names, formats }: TableWriting,
): PublicationTable | null {
  if (!learningCurve) return null;
  const written = (value: number | null) => formats.metric(metric.report, value ?? undefined);
  return {
    caption: '',
    columns: [right(words('data.size')), right(words('budget.trials')), right(names.metric(metric.report))],
    rows: learningCurve.points.map(({ size, runs, mean: { value, low, high } }) => [
      number(formats.count(size)),
      number(formats.count(runs)),
      number(
        low === null
          ? written(value)
          : words('variants.bounds', { value: written(value), low: written(low), high: written(high) }),
      ),
    ]),
    notes: [],
  };
}

/** Budgets of 1, 2, 4, 8 … runs, and all. Null where validation measured nothing. */
export function budgetTable(
  { budget }: SweepAnswer,
  { words, names, formats }: TableWriting,
): PublicationTable | null {
  if (!budget) return null;
  const told = budget.points.filter(
    ({ trials }) => Number.isInteger(Math.log2(trials)) || trials === budget.points.length,
  );
  return {
    caption: '',
    columns: [right(words('budget.trials')), right(names.metric(budget.metric))],
    rows: told.map(({ trials, expected }) => [
      number(formats.count(trials)),
      number(formats.metric(budget.metric, expected)),
    ]),
    notes: [],
  };
}
