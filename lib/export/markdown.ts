import type { PublicationCell, PublicationTable } from './publication';

/** A table in GitHub's Markdown (GFM §4.10), with its notes beneath. */
export function toMarkdownTable({ caption, columns, rows, notes }: PublicationTable): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    ...(caption === '' ? [] : [`**${escapeMarkdown(caption)}**`, '']),
    line(columns.map(({ label }) => escapeMarkdown(label))),
    line(columns.map(({ align }) => (align === 'right' ? '---:' : '---'))),
    ...rows.map((row) => line(row.map(cellText))),
    '',
    ...notes.flatMap((note) => [escapeMarkdown(note), '']),
  ].join('\n');
}

function cellText({ text, bold, stars = 0 }: PublicationCell): string {
  const escaped = escapeMarkdown(text);
  return `${bold ? `**${escaped}**` : escaped}${'\\*'.repeat(stars)}`;
}

/**
 * What is no markup stays as it is, to be read where nothing renders it (group 1): an interval, an underscore within a word,
 * 'less than' a number, 'greater than' within a line (CommonMark §6.2, §6.3, §6.6, §5.1).
 */
const markup =
  /(\[[−\d][−\d.,%\s]*\](?![([:])|(?<=[\p{L}\d])_(?=[\p{L}\d])|<(?=[\s\d])|(?<=\S\s*)>)|[\\`*_{}[\]<>|#~&$]/gu;

/**
 * Text that is no markup: every character that Markdown, HTML or GitHub's formulas in it would read as such, and what at
 * the start of a line would begin a list or a rule.
 */
export function escapeMarkdown(text: string): string {
  return text
    .trim()
    .replace(markup, (found, kept: string | undefined) => kept ?? `\\${found}`)
    .replace(/\s*[\r\n]+\s*/g, ' ')
    .replace(
      /^([-+](?=[\s-]|$)|\d{1,9}[.)](?=\s|$))/,
      (marker) => `${marker.slice(0, -1)}\\${marker.slice(-1)}`,
    );
}
