import type { TextEncoding } from '@/lib/domain/corpusImport';
import { invalidCorpus } from './importError';

/** Far above any line with two sentences; a longer one is refused before it fills the memory. */
export const maxLineLength = 1024 * 1024;

/**
 * Bytes to text, strictly: nothing is replaced. The byte order mark is taken off; line ends are left as they are.
 *
 * @param isWhole false: a character that is cut at the end is no fault
 * @throws HeldoutError invalid_corpus, naming the line, where bytes are not of this encoding or a NUL stands
 */
export async function* decodeText(
  chunks: AsyncIterable<Uint8Array>,
  encoding: TextEncoding,
  isWhole: boolean,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  let pieces: Uint8Array[] = [];
  let pieceBytes = 0;
  let lineNumber = 1;
  let isStart = true;

  function decode(block: Uint8Array): string {
    let text: string;
    try {
      text = decoder.decode(block);
    } catch (cause) {
      throw undecodable(lineNumber + linesBefore(block, encoding), encoding, cause);
    }
    if (text.includes('\0')) {
      const line = lineNumber + countBreaks(text.slice(0, text.indexOf('\0')));
      throw invalidCorpus(
        `line ${line} has a NUL character, as no text has; choose a text file, or its encoding`,
      );
    }
    lineNumber += countBreaks(text);
    if (isStart && text.startsWith('\ufeff')) text = text.slice(1);
    isStart = false;
    return text;
  }

  for await (const chunk of chunks) {
    pieces.push(chunk);
    pieceBytes += chunk.length;
    if (pieceBytes > maxLineLength + chunk.length) throw tooLong(lineNumber);
    if (!mayCut(chunk, encoding)) continue;
    const bytes = Buffer.concat(pieces);
    const cut = safeCut(bytes, encoding);
    pieces = [bytes.subarray(cut)];
    pieceBytes = bytes.length - cut;
    if (cut > 0) yield decode(bytes.subarray(0, cut));
  }
  const last = Buffer.concat(pieces);
  if (last.length > 0 && isWhole) yield decode(last);
}

export function tooLong(lineNumber: number): Error {
  return invalidCorpus(
    `line ${lineNumber} is longer than 1 MiB; expected one sentence pair a line, lines ended by a line feed`,
  );
}

function isUtf16(encoding: TextEncoding): boolean {
  return encoding === 'utf-16le' || encoding === 'utf-16be';
}

// Below 0x30 a byte is never part of a longer character: those of UTF-8 have only bytes from 0x80 on, and those of
// GB18030 only from 0x30 on after their first.
const firstTrailByte = 0x30;

function mayCut(chunk: Uint8Array, encoding: TextEncoding): boolean {
  return isUtf16(encoding) || chunk.some((byte) => byte < firstTrailByte);
}

/** The end of the last character that surely is whole. */
function safeCut(bytes: Uint8Array, encoding: TextEncoding): number {
  if (!isUtf16(encoding)) return bytes.findLastIndex((byte) => byte < firstTrailByte) + 1;
  const end = bytes.length & ~1;
  const highByte = bytes[encoding === 'utf-16le' ? end - 1 : end - 2] ?? 0;
  const isFirstOfTwo = highByte >= 0xd8 && highByte < 0xdc;
  return isFirstOfTwo ? end - 2 : end;
}

/** How many whole lines of a block come before the first that cannot be decoded. */
function linesBefore(block: Uint8Array, encoding: TextEncoding): number {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const unit = isUtf16(encoding) ? 2 : 1;
  const low = encoding === 'utf-16be' ? 1 : 0;
  let lines = 0;
  let start = 0;
  for (let index = 0; index + unit <= block.length; index += unit) {
    const isBreak = block[index + low] === 10 && (unit === 1 || block[index + 1 - low] === 0);
    if (!isBreak) continue;
    try {
      decoder.decode(block.subarray(start, index));
    } catch {
      return lines;
    }
    lines++;
    start = index + unit;
  }
  return lines;
}

function countBreaks(text: string): number {
  let count = 0;
  for (let index = text.indexOf('\n'); index !== -1; index = text.indexOf('\n', index + 1)) count++;
  return count;
}

function undecodable(lineNumber: number, encoding: TextEncoding, cause: unknown): Error {
  return invalidCorpus(
    `line ${lineNumber} is not valid ${encoding.toUpperCase()}; save the file as UTF-8, or choose its encoding, and import it again`,
    cause,
  );
}
