import type { TextEncoding } from '@/lib/domain/corpusImport';
import { isCommonHan } from '../script';

/**
 * The encoding of a text by its beginning: a byte order mark; else UTF-16 where there are zero bytes, in the order
 * that gives more letters; else UTF-8 where at least half of the lines beyond ASCII are valid; else GB18030 where it is
 * valid and gives characters that are in use; else UTF-8, whose decoder then names the first line that is not.
 */
export function detectEncoding(beginning: Uint8Array): TextEncoding {
  return byMark(beginning) ?? byZeroBytes(beginning) ?? byValidity(beginning);
}

/** The beginning as text, for finding out the form; a cut or wrong character does not matter for that. */
export function decodeBeginning(beginning: Uint8Array, encoding: TextEncoding): string {
  return new TextDecoder(encoding).decode(beginning);
}

function byMark(bytes: Uint8Array): TextEncoding | null {
  const startsWith = (...mark: number[]) => mark.every((byte, index) => bytes[index] === byte);
  if (startsWith(0xef, 0xbb, 0xbf)) return 'utf-8';
  if (startsWith(0xff, 0xfe)) return 'utf-16le';
  if (startsWith(0xfe, 0xff)) return 'utf-16be';
  return startsWith(0x84, 0x31, 0x95, 0x33) ? 'gb18030' : null;
}

function byZeroBytes(bytes: Uint8Array): TextEncoding | null {
  const beginning = bytes.subarray(0, 4096);
  if (!beginning.includes(0)) return null;
  const little = plausibleShare(decodeBeginning(beginning, 'utf-16le'));
  const big = plausibleShare(decodeBeginning(beginning, 'utf-16be'));
  if (Math.max(little, big) < 0.5) return null;
  return little >= big ? 'utf-16le' : 'utf-16be';
}

function byValidity(bytes: Uint8Array): TextEncoding {
  if (isValid(bytes, 'utf-8')) return 'utf-8';
  const [valid, invalid] = countLines(bytes);
  // UTF-8 with a damaged line is often valid GB18030, and then nonsense.
  if (valid >= invalid) return 'utf-8';
  if (!isValid(bytes, 'gb18030')) return 'utf-8';
  return plausibleShare(decodeBeginning(bytes, 'gb18030')) > 0.9 ? 'gb18030' : 'utf-8';
}

/** Of the lines beyond ASCII: how many are valid UTF-8, and how many are not. */
function countLines(bytes: Uint8Array): [number, number] {
  let valid = 0;
  let invalid = 0;
  let start = 0;
  for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, start)) {
    const line = bytes.subarray(start, end);
    if (line.some((byte) => byte >= 0x80)) {
      if (isValid(line, 'utf-8')) valid++;
      else invalid++;
    }
    start = end + 1;
  }
  // A last line without its end may be cut inside a character, so it counts only where it is all there is.
  return valid + invalid === 0 ? [0, 1] : [valid, invalid];
}

function isValid(bytes: Uint8Array, encoding: TextEncoding): boolean {
  try {
    // Streaming: a character that is cut at the end is no fault.
    new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** Share of the characters that English and Chinese text is made of. */
function plausibleShare(text: string): number {
  let plausible = 0;
  let total = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    total++;
    if (
      code === 9 ||
      code === 10 ||
      code === 13 ||
      (code >= 0x20 && code < 0x7f) ||
      (code >= 0xa0 && code < 0x180) ||
      (code >= 0x2010 && code < 0x2040) ||
      (code >= 0x3000 && code < 0x3040) ||
      (code >= 0xff00 && code < 0xfff0) ||
      code === 0xfeff ||
      isCommonHan(code)
    ) {
      plausible++;
    }
  }
  return total === 0 ? 0 : plausible / total;
}
