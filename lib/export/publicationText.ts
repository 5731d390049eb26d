import { displayWidth } from './displayWidth';
import type { PublicationCell, PublicationTable } from './publication';
import { printable } from './textTable';

/** The same table for a terminal: columns two blanks apart; the best of a column between asterisks is not shown bold there. */
export function toPublicationText({ caption, columns, rows, notes }: PublicationTable): string {
  const laidOut = columns.map(({ label, align }, at) => {
    const cells = [printable(label), '', ...rows.map((row) => cellText(row[at] ?? { text: '' }))];
    const width = Math.max(...cells.map(displayWidth));
    cells[1] = '-'.repeat(width);
    return cells.map((text) => {
      const padding = ' '.repeat(width - displayWidth(text));
      return align === 'right' ? padding + text : text + padding;
    });
  });
  const lines = Array.from({ length: rows.length + 2 }, (_, line) =>
    laidOut
      .map((cells) => cells[line] ?? '')
      .join('  ')
      .trimEnd(),
  );
  return [
    ...(caption === '' ? [] : [printable(caption), '']),
    ...lines,
    '',
    ...notes.map(printable),
    '',
  ].join('\n');
}

function cellText({ text, bold, stars = 0 }: PublicationCell): string {
  return `${printable(text)}${'*'.repeat(stars)}${bold ? ' (best)' : ''}`;
}
