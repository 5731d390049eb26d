import type { Pair } from '@/lib/domain/corpus';
import { type ChosenColumns, chooseColumns } from './columns';
import { refuseFormula } from './formulas';
import { counted, invalidCorpus, quoted } from './importError';
import type { ParserInput } from './parserInput';
import { csvRows, type TableRow, tabRows } from './tableRows';

/**
 * Tab-separated text (the Tatoeba and Anki form: source, target, attribution) and CSV with chosen columns. Further
 * columns are left out.
 *
 * @throws HeldoutError invalid_corpus, naming the line: too few columns, a CSV row with more or fewer cells than the
 *   first, a formula in a chosen column
 */
export async function* parseTable(input: ParserInput): AsyncGenerator<Pair> {
  const { detected, options, tally, isWhole } = input;
  const isCsv = detected.format === 'csv';
  const batches = isCsv
    ? csvRows(input.text, detected.delimiter ?? ',', isWhole)
    : tabRows(input.text, isWhole);
  let columns: ChosenColumns | undefined;
  let width = 0;
  for await (const rows of batches) {
    for (const row of rows) {
      tally.unitsRead++;
      if (row.cells.length < 2 && (row.cells[0] ?? '').trim() === '') {
        tally.remove('blank lines');
        continue;
      }
      if (columns === undefined) {
        width = row.cells.length;
        if (width < 2) throw tooFewCells(row, isCsv);
        columns = chooseColumns(row.cells, detected.hasHeader, options, !isCsv);
        if (detected.hasHeader) continue;
      }
      if (isCsv && row.cells.length !== width) throw ragged(row, width);
      yield pairOf(row, columns, isCsv);
    }
  }
}

function pairOf(row: TableRow, columns: ChosenColumns, isCsv: boolean): Pair {
  const source = row.cells[columns.source];
  const target = row.cells[columns.target];
  if (source === undefined || target === undefined) throw tooFewCells(row, isCsv);
  refuseFormula(source, row.line, columns.source + 1);
  refuseFormula(target, row.line, columns.target + 1);
  const attribution = columns.attribution === null ? undefined : row.cells[columns.attribution];
  return attribution === undefined ? { source, target } : { source, target, attribution };
}

function tooFewCells({ line, cells }: TableRow, isCsv: boolean): Error {
  const count = cells.length === 1 ? 'one column' : `${cells.length} columns`;
  const expected = isCsv
    ? 'source and target in two columns; choose the delimiter if it is another'
    : 'source, target and optionally an attribution, separated by tabs';
  return invalidCorpus(`line ${line} has ${count} (${quoted(cells.join('\t'))}); expected ${expected}`);
}

function ragged({ line, cells }: TableRow, width: number): Error {
  return invalidCorpus(
    `line ${line} has ${counted(cells.length, 'cell')} where the first row has ${width}; put cells with the delimiter in them into quotes`,
  );
}
