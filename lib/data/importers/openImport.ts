import type { Pair } from '@/lib/domain/corpus';
import type { DetectedImport, ImportOptions, TextEncoding } from '@/lib/domain/corpusImport';
import { PairCleaner } from './cleaning';
import { decodeText } from './decodeText';
import { detectImport, type TextBeginning } from './detectImport';
import { decodeBeginning, detectEncoding } from './encoding';
import { parseGettext } from './gettext';
import { counted, invalidCorpus } from './importError';
import { ImportTally } from './importTally';
import { parseJsonLines } from './jsonLines';
import { languageFit } from './languages';
import { parseMoses } from './moses';
import type { ParserInput } from './parserInput';
import { parseTable } from './table';
import { parseTmx } from './tmx';
import { unpack } from './unpack';

/** So much of a file is looked at to find out its encoding and form. */
const beginningBytes = 256 * 1024;

export interface ImportFile {
  name: string;
  chunks: AsyncIterable<Uint8Array>;
}

export interface OpenedImport {
  detected: DetectedImport;
  /** Cleaned pairs in file order; one pass only. */
  pairs: AsyncIterable<Pair>;
  /** Filled while pairs are read: why lines or units gave no pair, by plain words ("exact duplicates": 100). */
  removed: Record<string, number>;
  /** Lines or units read so far (for progress). */
  unitsRead(): number;
}

/**
 * Opens one file, or two of a Moses corpus (source, then target), and finds out what it is; pairs are then read as they
 * are asked for, so that a file of any size is read in little memory. docs/importers.md describes the forms.
 *
 * @throws HeldoutError invalid_corpus, here or while pairs are read: the first fault in one sentence, with its line and
 *   the way out; also where no pair is found at all
 */
export function openImport(files: readonly ImportFile[], options: ImportOptions): Promise<OpenedImport> {
  return openPart(files, options, true);
}

/** @param isWhole false: the files are only beginnings, whose cut ends are no fault */
export async function openPart(
  files: readonly ImportFile[],
  options: ImportOptions,
  isWhole: boolean,
): Promise<OpenedImport> {
  const [first, second, ...further] = inOrder(files, options);
  if (first === undefined || further.length > 0) {
    throw invalidCorpus(`${counted(files.length, 'file')} given; expected one, or two of a Moses corpus`);
  }
  const tally = new ImportTally();
  const cleaner = new PairCleaner(options, tally);
  const opened: OpenedText[] = [];
  try {
    const source = await openText(first, options.encoding, isWhole);
    opened.push(source);
    const target = second && (await openText(second, options.encoding, isWhole));
    if (target) opened.push(target);
    const detected = detectImport(source.beginning, files.length, options);
    const raw = parserOf({ text: source.text, options, detected, tally, isWhole }, target?.text);
    return {
      detected,
      pairs: cleaned(raw, cleaner, tally, isWhole, opened),
      removed: tally.removed,
      unitsRead: () => tally.unitsRead,
    };
  } catch (error) {
    await closeAll(opened);
    throw error;
  }
}

/** Two files whose endings name the languages the other way round (x.zh, x.en) are taken in the order of the options. */
function inOrder(files: readonly ImportFile[], options: ImportOptions): readonly ImportFile[] {
  const [first, second] = files;
  if (first === undefined || second === undefined) return files;
  const ending = ({ name }: ImportFile) => /\.([A-Za-z_-]{2,10})(\.gz)?$/.exec(name)?.[1] ?? '';
  const isReversed =
    languageFit(options.targetLanguage, ending(first)) > languageFit(options.sourceLanguage, ending(first)) &&
    languageFit(options.sourceLanguage, ending(second)) > languageFit(options.targetLanguage, ending(second));
  return isReversed ? [second, first, ...files.slice(2)] : files;
}

interface OpenedText {
  beginning: TextBeginning;
  text: AsyncIterable<string>;
  close(): Promise<void>;
}

async function openText(
  file: ImportFile,
  chosen: ImportOptions['encoding'],
  isWhole: boolean,
): Promise<OpenedText> {
  const { name, archiveEntry, bytes } = await unpack(file, isWhole);
  try {
    const beginning = await bytes.peek(beginningBytes);
    const encoding: TextEncoding = chosen === 'auto' ? detectEncoding(beginning) : chosen;
    return {
      beginning: { name, archiveEntry, encoding, text: decodeBeginning(beginning, encoding) },
      text: decodeText(bytes.rest(), encoding, isWhole),
      close: () => bytes.close(),
    };
  } catch (error) {
    await bytes.close();
    throw error;
  }
}

function parserOf(input: ParserInput, targetText: AsyncIterable<string> | undefined): AsyncIterable<Pair> {
  switch (input.detected.format) {
    case 'tsv':
    case 'csv':
      return parseTable(input);
    case 'tmx':
      return parseTmx(input);
    case 'jsonl':
      return parseJsonLines(input);
    case 'po':
      return parseGettext(input);
    case 'moses':
      if (targetText === undefined) throw invalidCorpus('a Moses corpus is two files, and one was given');
      return parseMoses({ ...input, targetText });
  }
}

async function* cleaned(
  raw: AsyncIterable<Pair>,
  cleaner: PairCleaner,
  tally: ImportTally,
  isWhole: boolean,
  opened: readonly OpenedText[],
): AsyncGenerator<Pair> {
  let count = 0;
  try {
    for await (const pair of raw) {
      const clean = cleaner.clean(pair);
      if (clean === null) continue;
      count++;
      yield clean;
    }
    if (count === 0 && isWhole) throw noPair(tally);
  } finally {
    await closeAll(opened);
  }
}

function noPair({ unitsRead, removed }: ImportTally): Error {
  const reasons = Object.entries(removed).map(
    ([reason, count]) => `${reason}: ${count.toLocaleString('en')}`,
  );
  const left = reasons.length === 0 ? '' : ` (${reasons.join(', ')})`;
  return invalidCorpus(
    `the file has no sentence pair in ${counted(unitsRead, 'line or unit').replace('line or units', 'lines or units')}${left}; expected at least one with a sentence on both sides that passes the filters`,
  );
}

async function closeAll(opened: readonly OpenedText[]): Promise<void> {
  for (const { close } of opened) await close();
}
