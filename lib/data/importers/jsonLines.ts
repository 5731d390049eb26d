import type { Pair } from '@/lib/domain/corpus';
import type { ImportOptions } from '@/lib/domain/corpusImport';
import { invalidCorpus, quoted } from './importError';
import { bestFit } from './languages';
import type { ParserInput } from './parserInput';
import { textLines } from './textLines';

/**
 * JSON Lines: on each line an object with chosen keys (else source and target, else the two language codes, also inside
 * a key "translation", as data sets on Hugging Face have it), or an array [source, target, attribution?], which is the
 * form in which corpora are exported.
 *
 * @throws HeldoutError invalid_corpus, naming the line, where a line is neither or a side is not text
 */
export async function* parseJsonLines(input: ParserInput): AsyncGenerator<Pair> {
  let line = 0;
  for await (const lines of textLines(input.text, input.isWhole)) {
    for (const content of lines) {
      line++;
      input.tally.unitsRead++;
      if (content.trim() === '') input.tally.remove('blank lines');
      else yield pairOf(parseLine(content, line), input.options, line);
    }
  }
}

function parseLine(content: string, line: number): unknown {
  try {
    return JSON.parse(content);
  } catch (cause) {
    throw invalidCorpus(
      `line ${line} is not JSON (${quoted(content)}); expected JSON Lines, one object or array a line`,
      cause,
    );
  }
}

function pairOf(value: unknown, options: ImportOptions, line: number): Pair {
  const cells = Array.isArray(value) ? arrayCells(value, options) : objectCells(value, options);
  if (cells === null) {
    throw invalidCorpus(
      `line ${line} is neither an object nor an array; expected {"source": …, "target": …} or [source, target]`,
    );
  }
  const source = sentenceAt(cells.source, 'source', cells.found, line);
  const target = sentenceAt(cells.target, 'target', cells.found, line);
  if (cells.attribution.value === undefined || cells.attribution.value === null) return { source, target };
  return { source, target, attribution: sentenceAt(cells.attribution, 'attribution', cells.found, line) };
}

interface Cell {
  key: string;
  value: unknown;
}

interface Cells {
  source: Cell;
  target: Cell;
  attribution: Cell;
  found: string;
}

function arrayCells(values: readonly unknown[], options: ImportOptions): Cells {
  const cell = (column: string | number | undefined, otherwise: number): Cell => {
    const key = column ?? otherwise;
    return { key: String(key), value: typeof key === 'number' ? values[key - 1] : undefined };
  };
  return {
    source: cell(options.sourceColumn, 1),
    target: cell(options.targetColumn, 2),
    attribution: cell(options.attributionColumn, 3),
    found: `an array of ${values.length}`,
  };
}

function objectCells(value: unknown, options: ImportOptions): Cells | null {
  if (typeof value !== 'object' || value === null) return null;
  const outer = new Map<string, unknown>(Object.entries(value));
  const nested = outer.get('translation');
  const isNested = options.sourceColumn === undefined && typeof nested === 'object' && nested !== null;
  const inner = isNested ? new Map<string, unknown>(Object.entries(nested)) : outer;
  const keys = [...inner.keys()];
  const cell = (chosen: string | number | undefined, names: readonly string[], language: string): Cell => {
    const key =
      chosen === undefined
        ? (names.find((name) => inner.has(name)) ?? bestFit(language, keys, (name) => name) ?? names[0] ?? '')
        : String(chosen);
    return { key, value: inner.get(key) };
  };
  const attributionKey = String(options.attributionColumn ?? 'attribution');
  return {
    source: cell(options.sourceColumn, ['source', 'src'], options.sourceLanguage),
    target: cell(options.targetColumn, ['target', 'tgt'], options.targetLanguage),
    attribution: { key: attributionKey, value: outer.get(attributionKey) },
    found: `the keys ${keys.slice(0, 10).map(quoted).join(', ') || 'none'}`,
  };
}

function sentenceAt({ key, value }: Cell, side: string, found: string, line: number): string {
  if (typeof value === 'string') {
    // JSON can write half of a surrogate pair, which no text file can hold.
    if (/\p{Surrogate}/u.test(value)) throw invalidCorpus(`line ${line} has half a character in its ${side}`);
    return value;
  }
  if (value !== undefined) {
    const kind = value === null ? 'null' : Array.isArray(value) ? 'an array' : `a ${typeof value}`;
    throw invalidCorpus(`line ${line} has ${kind} as its ${side} (${quoted(key)}); expected text`);
  }
  throw invalidCorpus(
    `line ${line} has no ${side} (${quoted(key)}) but ${found}; choose the keys of both sides`,
  );
}
