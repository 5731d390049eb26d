import type { Pair } from '@/lib/domain/corpus';
import { HeldoutError } from '@/lib/domain/errors';

/** Far above any sentence pair; a file without line breaks is refused before it fills the memory. */
const maxLineBytes = 64 * 1024;

/** Why a line gave no pair, as shown beside the corpus. */
const removedReasons = {
  blank: 'blank lines',
  empty: 'empty sentences',
  duplicate: 'exact duplicates',
} as const;

/**
 * Reads the Tatoeba/Anki form: source, target and optionally attribution, tab-separated, one pair a line. Further
 * columns are left out. Skips a byte order mark, takes LF and CRLF, trims blanks around each column.
 *
 * @returns the pairs in file order, and how many lines gave none, by reason
 * @throws HeldoutError invalid_corpus, naming the line, where a line has fewer than two columns, is not UTF-8 or is
 *   longer than 64 KiB; and where no pair is found at all
 */
export async function parseTabSeparated(
  chunks: AsyncIterable<Uint8Array>,
): Promise<{ pairs: Pair[]; removed: Record<string, number> }> {
  const pairs: Pair[] = [];
  const removed: Record<string, number> = {};
  const seen = new Set<string>();
  const remove = (reason: keyof typeof removedReasons) => {
    const text = removedReasons[reason];
    removed[text] = (removed[text] ?? 0) + 1;
  };

  let lineNumber = 0;
  for await (const bytes of splitLines(chunks)) {
    lineNumber++;
    const line = decodeLine(bytes, lineNumber);
    if (line.trim() === '') {
      remove('blank');
      continue;
    }
    const [source, target, attribution] = line.split('\t').map((column) => column.trim());
    if (source === undefined || target === undefined) {
      throw invalid(
        `line ${lineNumber} has one column (${quote(line)}); expected source, target and optionally an attribution, separated by tabs`,
      );
    }
    if (source === '' || target === '') {
      remove('empty');
      continue;
    }
    const key = `${source}\t${target}`;
    if (seen.has(key)) {
      remove('duplicate');
      continue;
    }
    seen.add(key);
    pairs.push({ source, target, ...(attribution ? { attribution } : {}) });
  }
  if (pairs.length === 0) {
    throw invalid(
      `the file has no sentence pair in ${lineNumber} lines; expected lines of source, tab, target`,
    );
  }
  return { pairs, removed };
}

/** Lines without their LF; the bytes are only valid until the next line is asked for. */
async function* splitLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let rest: Uint8Array = new Uint8Array(0);
  let lineNumber = 1;
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
      const line = chunk.subarray(start, end);
      yield checkLength(rest.length === 0 ? line : Buffer.concat([rest, line]), lineNumber);
      rest = new Uint8Array(0);
      start = end + 1;
      lineNumber++;
    }
    // Checked as it grows: a 40 MB line is refused after 64 KiB.
    rest = checkLength(Buffer.concat([rest, chunk.subarray(start)]), lineNumber);
  }
  if (rest.length > 0) yield rest;
}

function checkLength(line: Uint8Array, lineNumber: number): Uint8Array {
  if (line.length <= maxLineBytes) return line;
  throw invalid(
    `line ${lineNumber} is longer than 64 KiB; expected one sentence pair a line, lines ended by a line feed`,
  );
}

// ignoreBOM means "leave it in the text", so that only one at the file's very start is taken off, below.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decodeLine(bytes: Uint8Array, lineNumber: number): string {
  try {
    const line = utf8.decode(bytes);
    return lineNumber === 1 && line.startsWith('\ufeff') ? line.slice(1) : line;
  } catch (cause) {
    throw new HeldoutError(
      'invalid_corpus',
      `Corpus import: line ${lineNumber} is not UTF-8; save the file as UTF-8 and import it again.`,
      { cause },
    );
  }
}

function quote(line: string): string {
  const text = line.trim();
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}

function invalid(sentence: string): HeldoutError {
  return new HeldoutError('invalid_corpus', `Corpus import: ${sentence}.`);
}
