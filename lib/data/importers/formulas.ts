import { invalidCorpus, quoted } from './importError';

const formulas: readonly RegExp[] = [
  // =HYPERLINK(…), =SUM (…)
  /^=\s*[A-Za-z_][\w.]*\s*\(/,
  // +SUM(…), -SUM(…), @SUM(…): in capitals and without a blank, so that "- Hello (again)" is a sentence
  /^[+\-@][A-Z][A-Z0-9.]*\(/,
  // =cmd|' /C calc'!A0: dynamic data exchange
  /^[=+\-@]\s*[A-Za-z]+\|[^!]*!/,
  // =Sheet1!A1, =A1+B1
  /^=\s*\S+!\$?[A-Z]{1,3}\$?\d/,
  /^=\s*\$?[A-Z]{1,3}\$?\d+\b/,
  // =1+1
  /^=\s*[+-]?[\d.]+\s*[-+*/^&]/,
];

/**
 * A cell that a spreadsheet would run. The file is refused rather than the cell changed: what it shows is not what is
 * in it, and sentences that merely begin with =, +, - or @ ("- Hello.", "=)") stay as they are. Exports put an
 * apostrophe in front of those (lib/export/csv.ts).
 *
 * @throws HeldoutError invalid_corpus, naming line and cell
 */
export function refuseFormula(cell: string, line: number, column: number): void {
  const text = cell.trimStart();
  const first = text[0];
  if (first !== '=' && first !== '+' && first !== '-' && first !== '@') return;
  if (!formulas.some((formula) => formula.test(text.slice(0, 1000)))) return;
  throw invalidCorpus(
    `line ${line} has a spreadsheet formula in column ${column} (${quoted(text)}); save the sheet with values in place of formulas`,
  );
}
