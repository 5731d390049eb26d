import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Pair } from '@/lib/domain/corpus';
import { HeldoutError } from '@/lib/domain/errors';

const lineSchema = z.union([
  z.tuple([z.string(), z.string()]),
  z.tuple([z.string(), z.string(), z.string()]),
]);

/**
 * The canonical file of a corpus: one JSON array [source, target, attribution?] a line, UTF-8, LF. The same pairs in
 * the same order are the same bytes on every machine.
 *
 * @returns the bytes and their SHA-256 in hexadecimal
 */
export function encodePairs(pairs: readonly Pair[]): { bytes: Uint8Array; fingerprint: string } {
  const bytes = Buffer.from(pairs.map(encodePair).join(''), 'utf8');
  return { bytes, fingerprint: fingerprintOf(bytes) };
}

/** A pair's line in the canonical file, its line feed included. */
export function encodePair({ source, target, attribution }: Pair): string {
  return `${JSON.stringify(attribution === undefined ? [source, target] : [source, target, attribution])}\n`;
}

/** SHA-256 in hexadecimal. */
export function fingerprintOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** @throws HeldoutError invalid_corpus, naming the line, where the bytes are not a canonical file */
export function decodePairs(bytes: Uint8Array): Pair[] {
  const lines = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8').split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line, index) => {
    const [source, target, attribution] = decodeLine(line, index + 1);
    return attribution === undefined ? { source, target } : { source, target, attribution };
  });
}

function decodeLine(line: string, lineNumber: number): z.infer<typeof lineSchema> {
  try {
    return lineSchema.parse(JSON.parse(line));
  } catch (cause) {
    throw new HeldoutError(
      'invalid_corpus',
      `Reading a canonical corpus file: line ${lineNumber} is not a JSON array [source, target, attribution?].`,
      { cause },
    );
  }
}
