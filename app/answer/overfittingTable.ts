import type { AnsweredVariant, Bounded, SweepAnswer } from '@/lib/domain/answer';
import type { PublicationTable } from '@/lib/export/publication';
import { absent } from '../format/formats';
import { boundsText, type TableWriting } from './tables';

/** Each variant's gap between test and train loss, what training on has cost, and from when on it only remembers. */
export function overfittingTable(
  { variants, metric }: SweepAnswer,
  { words, names, formats }: TableWriting,
): PublicationTable {
  const bounds = (name: string, bounded: Bounded | null) => ({
    text: bounded ? boundsText(name, bounded, { words, formats }) : absent,
    isNumber: true,
  });
  const onset = ({ onsetEpoch, onsetRuns, seeds }: AnsweredVariant) =>
    onsetEpoch === null
      ? absent
      : `${formats.epoch(onsetEpoch)} (${words('overfitting.runs', { count: onsetRuns, of: seeds.length })})`;
  return {
    caption: '',
    columns: [
      { label: words('variants.variant'), align: 'left' },
      { label: words('overfitting.gapBest'), align: 'right' },
      { label: words('overfitting.gapLast'), align: 'right' },
      { label: words('overfitting.cost', { metric: names.quantity(metric.report) }), align: 'right' },
      { label: words('overfitting.onset'), align: 'right' },
    ],
    rows: variants
      .filter(({ seeds }) => seeds.length > 0)
      .map((variant) => [
        { text: names.variant(variant.levels) },
        bounds('test/loss', variant.gap.best),
        bounds('test/loss', variant.gap.last),
        bounds(metric.report, variant.lastMinusBest),
        { text: onset(variant), isNumber: true },
      ]),
    notes: [words('overfitting.lead')],
  };
}
