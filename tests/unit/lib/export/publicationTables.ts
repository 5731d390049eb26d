import type { PublicationTable } from '@/lib/export/publication';

/** Every character that some format gives a meaning to. */
export const nasty = '| ` < > & % _ # { } ~ ^ \\ $ * [ ] " \'';

/** A table with a text column and two of numbers: what is stressed, what is missing, and names that are markup. */
export const smallTable: PublicationTable = {
  caption: 'Positions: test BLEU',
  columns: [
    { label: 'positions', align: 'left' },
    { label: 'test BLEU', align: 'right' },
    { label: 'difference', align: 'right' },
  ],
  rows: [
    [
      { text: 'learned' },
      { text: '31.4 ± 0.9', isNumber: true, bold: true },
      { text: '−1.8 [−2.7, −0.9]', isNumber: true, stars: 2 },
    ],
    [{ text: 'fixed' }, { text: '–', isNumber: true }, { text: 'baseline' }],
  ],
  notes: ['* p < 0.05, ** p < 0.01.'],
};

export function tableOf(text: string): PublicationTable {
  return {
    caption: text,
    columns: [{ label: text, align: 'left' }],
    rows: [[{ text }], [{ text, bold: true, stars: 1 }]],
    notes: [text],
  };
}
