/** A small RFC 4180 reader, independent of the writer that it checks: one object a row, keyed by the heading. */
export function parseCsv(text: string): Record<string, string>[] {
  const rows: string[][] = [[]];
  const cell = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r?\n|$)/g;
  for (const [, value = '', end = ''] of text.matchAll(cell)) {
    rows.at(-1)?.push(value.startsWith('"') ? value.slice(1, -1).replaceAll('""', '"') : value);
    if (end === '') break;
    if (end !== ',') rows.push([]);
  }
  const [heading = [], ...body] = rows.filter((row) => row.length > 1 || row[0] !== '');
  return body.map((row) => Object.fromEntries(heading.map((name, i) => [name, row[i] ?? ''])));
}
