import { readFileSync } from 'node:fs';
import { HeldoutError } from '@/lib/domain/errors';
import { stripTrailing } from '@/lib/metrics/whitespace';

const lineFeed = 0x0a;

/**
 * The lines of a UTF-8 file, without what is blank at their ends, as sacreBLEU reads them: LF or CRLF, the last one with
 * or without its line feed. Other characters that break lines (U+2028, U+0085) do not. A BOM is left out.
 *
 * @param file - reads standard input
 * @throws HeldoutError invalid_input when the file cannot be read, has no line, or a line is not UTF-8
 */
export function readSentences(file: string): string[] {
  const bytes = readBytes(file);
  const lines = decode(file, bytes).split('\n').map(stripTrailing);
  if (bytes.length === 0 || bytes.at(-1) === lineFeed) lines.pop();
  if (lines.length === 0) {
    throw new HeldoutError('invalid_input', `score: ${file} has no line, expected one sentence a line.`);
  }
  return lines;
}

function readBytes(file: string): Uint8Array {
  try {
    return readFileSync(file === '-' ? 0 : file);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new HeldoutError('invalid_input', `score: cannot read ${file} (${reason}).`, { cause: error });
  }
}

function decode(file: string, bytes: Uint8Array): string {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    return decoder.decode(bytes);
  } catch (error) {
    throw new HeldoutError(
      'invalid_input',
      `score: line ${firstInvalidLine(bytes)} of ${file} is not UTF-8; convert the file first.`,
      { cause: error },
    );
  }
}

/** A line feed is never part of a longer character, so that every line can be tried alone. */
function firstInvalidLine(bytes: Uint8Array): number {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let start = 0;
  for (let line = 1; ; line++) {
    const end = bytes.indexOf(lineFeed, start);
    try {
      decoder.decode(bytes.subarray(start, end === -1 ? undefined : end));
    } catch {
      return line;
    }
    if (end === -1) return line;
    start = end + 1;
  }
}

/** references[line] are the sentences of all files at that line; an empty one is an empty reference, as in sacreBLEU. */
export function readReferences(files: readonly string[]): string[][] {
  const streams = files.map((file) => ({ file, lines: readSentences(file) }));
  const [first, ...others] = streams;
  if (first === undefined) {
    throw new HeldoutError('invalid_input', 'score: got no reference file, expected at least one.');
  }
  for (const { file, lines } of others) requireSameLength(first, { file, lines });
  return first.lines.map((_, line) => streams.flatMap(({ lines }) => lines.slice(line, line + 1)));
}

/** @throws HeldoutError invalid_input with both counts where they differ */
export function requireSameLength(
  one: { file: string; lines: readonly unknown[] },
  other: { file: string; lines: readonly unknown[] },
): void {
  if (one.lines.length === other.lines.length) return;
  throw new HeldoutError(
    'invalid_input',
    `score: ${one.file} has ${one.lines.length} lines and ${other.file} has ${other.lines.length}, expected the same sentences in the same order in both.`,
  );
}
