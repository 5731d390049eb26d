import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toCsv } from '@/lib/export/csv';
import type { ExportColumn, ExportRow } from '@/lib/export/exportTable';

const value: ExportColumn = { key: 'value', label: 'Value' };

/** The one cell of a table of one column and one row, as written. */
function written(cell: string | number | boolean | null): string {
  return toCsv([value], [{ value: cell }]).slice('Value\r\n'.length, -'\r\n'.length);
}

/** A reader of RFC 4180 that knows nothing of the writer: [lines][cells]. */
function parseCsv(csv: string): string[][] {
  // A cell is quoted text, in which quotes are doubled, or text without quote, comma and line end.
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  const lines: string[][] = [[]];
  while (cell.lastIndex < csv.length) {
    const start = cell.lastIndex;
    const match = cell.exec(csv);
    if (match === null)
      throw new Error(`no cell at ${start}: ${JSON.stringify(csv.slice(start, start + 20))}`);
    lines.at(-1)?.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] === '\r\n') lines.push([]);
  }
  return lines.slice(0, -1);
}

describe('toCsv', () => {
  it('writes a heading with units and one line a row, each ended by CRLF', () => {
    const columns = [value, { key: 'seconds', label: 'Duration', unit: 's' }];
    const rows = [{ value: 'learned', seconds: 1.5, other: 'left out' }, { value: true }];
    expect(toCsv(columns, rows)).toBe('Value,Duration (s)\r\nlearned,1.5\r\ntrue,\r\n');
    expect(toCsv(columns, [])).toBe('Value,Duration (s)\r\n');
  });

  it.each([
    ['a,b', '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ['two\nlines', '"two\nlines"'],
    ['他说，好。', '他说，好。'],
    ['', '""'],
    [null, '""'],
  ])('quotes %j only where it must', (text, expected) => {
    expect(written(text)).toBe(expected);
  });

  it.each([
    ['=1+1', "'=1+1"],
    ['+cmd', "'+cmd"],
    ['-rm', "'-rm"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['\r=1', '"\'\r=1"'],
    ['=HYPERLINK("x","y")', '"\'=HYPERLINK(""x"",""y"")"'],
    ['-1+1', "'-1+1"],
    ['＝1+1', "'＝1+1"],
    ['＋1', "'＋1"],
    ['－1', "'－1"],
    ['＠SUM(A1)', "'＠SUM(A1)"],
    ['\n=1', '"\'\n=1"'],
    ['a=1', 'a=1'],
    ['句子=1', '句子=1'],
  ])('keeps a spreadsheet from running %j', (text, expected) => {
    expect(written(text)).toBe(expected);
  });

  it('keeps formulas out of the heading too', () => {
    expect(toCsv([{ key: 'x', label: '=x' }], [])).toBe("'=x\r\n");
  });

  it.each(['-5', '+3.25', '-1e-7', '-.5', '+2.'])(
    'leaves the text %s, which is a number, as it is',
    (text) => {
      expect(written(text)).toBe(text);
    },
  );

  it.each([
    [0.1 + 0.2, '0.30000000000000004'],
    [-1.5, '-1.5'],
    [1e-7, '1e-7'],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
    [Number.NEGATIVE_INFINITY, '-Infinity'],
  ])('writes the number %s as %s', (number, expected) => {
    expect(written(number)).toBe(expected);
  });

  it('reads back as what was written', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: fc.constantFrom(...'=+-@"\',\t\r\n 1。') }),
    );
    const cell = fc.oneof(text, fc.double(), fc.boolean(), fc.constant(null));
    const table = fc.integer({ min: 1, max: 4 }).chain((width) =>
      fc.record({
        labels: fc.array(text, { minLength: width, maxLength: width }),
        cells: fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 5 }),
      }),
    );
    fc.assert(
      fc.property(table, ({ labels, cells }) => {
        const columns = labels.map((label, i) => ({ key: `column${i}`, label }));
        const rows: ExportRow[] = cells.map((line) =>
          Object.fromEntries(line.map((content, i) => [`column${i}`, content])),
        );
        const [heading = [], ...body] = parseCsv(toCsv(columns, rows));
        expect(body).toHaveLength(cells.length);
        for (const [i, label] of labels.entries()) expectReadBack(heading[i], label);
        for (const [line, expected] of cells.entries()) {
          expect(body[line]).toHaveLength(expected.length);
          for (const [i, content] of expected.entries()) expectReadBack(body[line]?.[i], content);
        }
      }),
    );
  });
});

function expectReadBack(actual: string | undefined, original: string | number | boolean | null): void {
  if (typeof original === 'number') {
    // −0 is written as 0, which is the same number.
    expect(Number(actual)).toBe(original + 0);
  } else if (typeof original === 'string') {
    expect([original, `'${original}`]).toContain(actual);
    // Nothing that starts like a formula is left, numbers excepted.
    if (/^[=+\-@\t\r]/.test(actual ?? '')) expect(Number(actual)).not.toBeNaN();
  } else {
    expect(actual).toBe(original === null ? '' : String(original));
  }
}
