import type { SweepAnswer } from '@/lib/domain/answer';
import type { PublicationTable } from '@/lib/export/publication';
import { absent } from '../format/formats';
import { pValueText } from './pValueText';
import type { TableWriting } from './tables';

/** The analysis of variance; null where there is none. */
export function anovaTable(
  { anova }: SweepAnswer,
  { words, names, formats }: TableWriting,
): PublicationTable | null {
  if (!anova) return null;
  const number = (text: string) => ({ text, isNumber: true });
  const share = (value: number) => number(formats.fixed(value, 3));
  const keys = ['sumOfSquares', 'freedom', 'f', 'p', 'etaSquared', 'partial'] as const;
  return {
    caption: '',
    columns: [
      { label: words('anova.term'), align: 'left' },
      ...keys.map((key) => ({ label: words(`anova.${key}`), align: 'right' as const })),
    ],
    rows: [
      ...anova.terms.map((term) => [
        { text: term.isBlock ? words('anova.seed') : term.factors.map(names.label).join(' × ') },
        number(formats.general(term.sumOfSquares)),
        number(formats.count(term.freedom)),
        number(term.f === null ? absent : formats.fixed(term.f, 2)),
        number(term.pValue === null ? absent : pValueText(term.pValue, formats).replace('= ', '')),
        share(term.etaSquared),
        share(term.partialEtaSquared),
      ]),
      [
        { text: words('anova.residual') },
        number(formats.general(anova.residual.sumOfSquares)),
        number(formats.count(anova.residual.freedom)),
        ...Array.from({ length: 4 }, () => number('')),
      ],
    ],
    notes: [words('anova.lead', { runs: anova.runs })],
  };
}
