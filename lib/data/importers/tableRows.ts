import { finished } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { CsvError as CsvErrorAtOnce, parse as parseAtOnce } from 'csv-parse/sync';
import { maxLineLength } from './decodeText';
import { invalidCorpus } from './importError';
import { textLines } from './textLines';

export interface TableRow {
  /** The line on which the row ends. */
  line: number;
  cells: readonly string[];
}

/** Rows of tab-separated text: no quotes, no line breaks in a cell. */
export async function* tabRows(text: AsyncIterable<string>, isWhole: boolean): AsyncGenerator<TableRow[]> {
  let line = 0;
  for await (const lines of textLines(text, isWhole)) {
    yield lines.map((content) => ({ line: ++line, cells: content.split('\t') }));
  }
}

const recordDelimiters = ['\r\n', '\n'];

/**
 * Rows of CSV (RFC 4180): quotes, doubled quotes, line breaks in quotes, CRLF and LF.
 *
 * @throws HeldoutError invalid_corpus, naming the line, on a quote out of place or not closed, or a row above 1 MiB
 */
export async function* csvRows(
  text: AsyncIterable<string>,
  delimiter: string,
  isWhole: boolean,
): AsyncGenerator<TableRow[]> {
  let rows: TableRow[] = [];
  const parser = parse({
    delimiter,
    record_delimiter: recordDelimiters,
    relax_column_count: true,
    max_record_size: maxLineLength,
    on_record: (cells, { lines }) => {
      rows.push({ line: lines, cells });
      return null;
    },
  });
  parser.on('error', () => {});
  parser.resume();
  try {
    for await (const piece of text) {
      await new Promise<void>((resolve, reject) => {
        parser.write(piece, (error) => (error ? reject(error) : resolve()));
      });
      if (rows.length > 0) yield rows;
      rows = [];
    }
    // What the parser still holds of a beginning may be half a row.
    if (!isWhole) return;
    parser.end();
    await finished(parser);
    if (rows.length > 0) yield rows;
  } catch (error) {
    if (error instanceof CsvError) throw invalidCsv(error);
    throw error;
  } finally {
    parser.destroy();
  }
}

/** The first rows of a beginning of a CSV file; what cannot be read is left out, since reading it says so. */
export function firstCsvRows(beginning: string, delimiter: string, count: number): string[][] {
  const rows: string[][] = [];
  try {
    parseAtOnce(beginning, {
      delimiter,
      record_delimiter: recordDelimiters,
      relax_column_count: true,
      skip_empty_lines: true,
      to: count,
      on_record: (cells) => {
        rows.push(cells);
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvErrorAtOnce)) throw error;
  }
  return rows;
}

/** The first delimiter that cuts the first rows into the same number of cells, two or more; else the one that cuts at all. */
export function detectDelimiter(beginning: string): string {
  const candidates = [',', ';', '\t', '|'].map((delimiter) => {
    const widths = firstCsvRows(beginning, delimiter, 20).map((cells) => cells.length);
    // The last may be half a row.
    return { delimiter, widths: widths.length > 1 ? widths.slice(0, -1) : widths };
  });
  const agreed = candidates.find(({ widths }) => (widths[0] ?? 0) > 1 && new Set(widths).size === 1);
  const cutting = candidates.find(({ widths }) => (widths[0] ?? 0) > 1);
  return (agreed ?? cutting)?.delimiter ?? ',';
}

function invalidCsv(error: CsvError): Error {
  const line = typeof error['lines'] === 'number' ? error['lines'] : null;
  const where = line === null ? 'the file' : `line ${line}`;
  const sentences: Partial<Record<string, string>> = {
    CSV_QUOTE_NOT_CLOSED: `a quote is opened and never closed, up to the end at ${where}; close it, or choose tab-separated text, which has no quotes`,
    CSV_MAX_RECORD_SIZE: `the row at ${where} is longer than 1 MiB; a quote may be opened there and never closed`,
    INVALID_OPENING_QUOTE: `${where} has a quote inside an unquoted cell; put the cell into quotes and double the quotes in it`,
    CSV_INVALID_CLOSING_QUOTE: `${where} has text after a closing quote; double the quotes inside a quoted cell`,
  };
  return invalidCorpus(sentences[error.code] ?? `${where} is not valid CSV (${error.code})`, error);
}
