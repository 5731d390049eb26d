import type { DetectedImport, ImportFormat, ImportOptions, TextEncoding } from '@/lib/domain/corpusImport';
import { hasHeading } from './columns';
import { invalidCorpus, quoted } from './importError';
import { detectDelimiter, firstCsvRows } from './tableRows';

const examplesPerColumn = 3;

const formatsByEnding: readonly (readonly [RegExp, ImportFormat])[] = [
  [/\.(tsv|tab)$/i, 'tsv'],
  [/\.csv$/i, 'csv'],
  [/\.(tmx|xml)$/i, 'tmx'],
  [/\.(jsonl|ndjson|json)$/i, 'jsonl'],
  [/\.pot?$/i, 'po'],
];

export interface TextBeginning {
  name: string;
  archiveEntry: string | null;
  encoding: TextEncoding;
  text: string;
}

/**
 * What a file is, by the options, else by its name's ending, else by its beginning.
 *
 * @throws HeldoutError invalid_corpus where no form can be told
 */
export function detectImport(
  beginning: TextBeginning,
  fileCount: number,
  options: ImportOptions,
): DetectedImport {
  const { encoding, archiveEntry, text } = beginning;
  const format = formatOf(beginning, fileCount, options);
  const delimiter = format === 'tsv' ? '\t' : format === 'csv' ? delimiterOf(text, options) : null;
  const rows = firstRows(text, format, delimiter);
  const hasHeader = delimiter !== null && hasHeading(rows[0] ?? [], options);
  return {
    format,
    encoding,
    archiveEntry,
    delimiter,
    hasHeader,
    columns: format === 'jsonl' ? keysOf(text) : columnsOf(rows, hasHeader),
    languages: format === 'tmx' ? languagesOf(text) : [],
  };
}

function formatOf(beginning: TextBeginning, fileCount: number, options: ImportOptions): ImportFormat {
  const { format } = options;
  if (fileCount === 2) {
    if (format === 'auto' || format === 'moses') return 'moses';
    throw invalidCorpus(`two files were given for the form ${format}; expected one, or two for moses`);
  }
  if (format === 'moses') {
    throw invalidCorpus(
      'a Moses corpus is two files, and one was given; choose the source file, then the target file',
    );
  }
  if (format !== 'auto') return format;
  return byEnding(beginning.name) ?? byContent(beginning.text) ?? refuse(beginning);
}

function byEnding(name: string): ImportFormat | null {
  return formatsByEnding.find(([ending]) => ending.test(name))?.[1] ?? null;
}

function byContent(text: string): ImportFormat | null {
  const start = text.slice(0, 1000).trimStart();
  if (/^<(\?xml|tmx|!DOCTYPE|!--)/i.test(start)) return 'tmx';
  if (/^[{[]/.test(start)) return 'jsonl';
  if (/^msgid[ \t]*"/m.test(text)) return 'po';
  const firstLine = text.split('\n', 100).find((line) => line.trim() !== '') ?? '';
  if (firstLine.includes('\t')) return 'tsv';
  // Only so much of the line: the pattern takes the square of its length.
  return /^"[^"]*"[,;]|^[^,;]*(source|english)[^,;]*[,;]/i.test(firstLine.slice(0, 500)) ? 'csv' : null;
}

function refuse({ name, text }: TextBeginning): never {
  if (text.trim() === '') throw invalidCorpus('the file has no sentence pair: it is empty');
  throw invalidCorpus(
    `the form of ${quoted(name)} cannot be told from its name or its first line (${quoted(text.split('\n', 1)[0] ?? '')}); choose the form, or both files of a Moses corpus`,
  );
}

function delimiterOf(text: string, { delimiter }: ImportOptions): string {
  return delimiter === 'auto' ? detectDelimiter(text) : delimiter;
}

function firstRows(text: string, format: ImportFormat, delimiter: string | null): string[][] {
  if (delimiter === null) return [];
  if (format === 'csv') return firstCsvRows(text, delimiter, 1 + examplesPerColumn);
  const lines = text.split('\n', 100).filter((line) => line.trim() !== '');
  return lines.slice(0, 1 + examplesPerColumn).map((line) => line.trimEnd().split('\t'));
}

function columnsOf(rows: readonly string[][], hasHeader: boolean): DetectedImport['columns'] {
  const [first = []] = rows;
  const examples = rows.slice(hasHeader ? 1 : 0).slice(0, examplesPerColumn);
  return first.slice(0, 100).map((heading, index) => ({
    name: (hasHeader ? heading.trim() : '') || String(index + 1),
    examples: examples.map((row) => shortened(row[index] ?? '')),
  }));
}

/** Of the first objects; arrays have columns by number. */
function keysOf(text: string): DetectedImport['columns'] {
  const columns = new Map<string, string[]>();
  for (const line of text.split('\n', 1 + examplesPerColumn)) {
    for (const [key, value] of entriesOf(line)) {
      const examples = columns.get(key) ?? [];
      if (columns.size < 100) columns.set(key, [...examples, shortened(value)]);
    }
  }
  return [...columns].map(([name, examples]) => ({ name, examples }));
}

function entriesOf(line: string): [string, string][] {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).map(([key, item]) => [
      Array.isArray(value) ? String(Number(key) + 1) : key,
      typeof item === 'string' ? item : (JSON.stringify(item) ?? ''),
    ]);
  } catch {
    // Half a line at the end of the beginning, or none: reading the file says so.
    return [];
  }
}

function languagesOf(text: string): string[] {
  const tags = text.matchAll(/<tuv\b[^<>]{0,1000}?\blang\s*=\s*["']([^"'<>]{1,35})["']/g);
  return [...new Set(Array.from(tags, ([, language = '']) => language))].slice(0, 20);
}

function shortened(text: string): string {
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}
