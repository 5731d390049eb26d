import type { PublicationCell, PublicationTable } from './publication';

/**
 * A table environment in LaTeX with booktabs' rules (Fear 2020); \usepackage{booktabs} is all that it needs. Chinese
 * needs a document that can set it (ctex, or xeCJK).
 */
export function toLatexTable({ caption, columns, rows, notes }: PublicationTable, label: string): string {
  const line = (cells: readonly string[]) => `    ${cells.join(' & ')} \\\\`;
  return [
    '% \\usepackage{booktabs}',
    '\\begin{table}',
    '  \\centering',
    `  \\caption{${escapeLatex(caption)}}`,
    `  \\label{tab:${label.replace(/[^a-z0-9-]+/gi, '-')}}`,
    `  \\begin{tabular}{${columns.map(({ align }) => (align === 'right' ? 'r' : 'l')).join('')}}`,
    '    \\toprule',
    line(columns.map((column) => cellStart(escapeLatex(column.label)))),
    '    \\midrule',
    ...rows.map((row) => line(row.map(cellText))),
    '    \\bottomrule',
    '  \\end{tabular}',
    ...notes.map((note) => `  \\par\\smallskip{\\footnotesize ${escapeLatex(note)}}`),
    '\\end{table}',
    '',
  ].join('\n');
}

function cellText({ text, bold, stars = 0 }: PublicationCell): string {
  const escaped = cellStart(escapeLatex(text));
  return `${bold ? `\\textbf{${escaped}}` : escaped}${stars === 0 ? '' : `$^{${'*'.repeat(stars)}}$`}`;
}

/** A row's end and a rule take what follows in brackets as a length, and an asterisk as their own: both look across lines. */
function cellStart(text: string): string {
  return /^[[*]/.test(text) ? `{}${text}` : text;
}

const commands: Record<string, string> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '<': '$<$',
  '>': '$>$',
  '|': '$|$',
  '−': '$-$',
  '±': '$\\pm$',
  '×': '$\\times$',
  '→': '$\\to$',
  '–': '--',
  '·': '$\\cdot$',
  '∞': '$\\infty$',
  '’': "'",
  '“': '``',
  '”': "''",
};

/** Text that is no command: LaTeX's special characters, signs that pdfLaTeX's fonts lack, and no control characters, which it refuses. */
export function escapeLatex(text: string): string {
  return text
    .replace(/\p{Cc}+/gu, ' ')
    .replace(/[\\{}$&#_%~^<>|−±×→–·∞’“”]/g, (character) => commands[character] ?? `\\${character}`);
}
