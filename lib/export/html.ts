import { neutralizeFormula } from './csv';
import type { PublicationCell, PublicationTable } from './publication';

/** A table in HTML, without styles or scripts. People paste it into spreadsheets, so formulas in it are neutralised. */
export function toHtmlTable({ caption, columns, rows, notes }: PublicationTable): string {
  const alignment = (at: number) => (columns[at]?.align === 'right' ? ' align="right"' : '');
  const head = columns.map(
    ({ label }, at) => `<th scope="col"${alignment(at)}>${cellHtml({ text: label })}</th>`,
  );
  const body = rows.map((row) => {
    const cells = row.map((cell, at) =>
      at === 0 ? `<th scope="row">${cellHtml(cell)}</th>` : `<td${alignment(at)}>${cellHtml(cell)}</td>`,
    );
    return `<tr>${cells.join('')}</tr>`;
  });
  return [
    '<table>',
    ...(caption === '' ? [] : [`<caption>${escapeHtml(caption)}</caption>`]),
    `<thead><tr>${head.join('')}</tr></thead>`,
    '<tbody>',
    ...body,
    '</tbody>',
    '</table>',
    ...notes.map((note) => `<p class="note">${escapeHtml(note)}</p>`),
    '',
  ].join('\n');
}

function cellHtml({ text, isNumber, bold, stars = 0 }: PublicationCell): string {
  const escaped = escapeHtml(isNumber ? text : neutralizeFormula(text));
  return `${bold ? `<strong>${escaped}</strong>` : escaped}${stars === 0 ? '' : `<sup>${'*'.repeat(stars)}</sup>`}`;
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
