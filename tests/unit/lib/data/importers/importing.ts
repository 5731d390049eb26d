import { expect } from 'vitest';
import { openImport } from '@/lib/data/importers/openImport';
import type { Pair } from '@/lib/domain/corpus';
import {
  type DetectedImport,
  type ImportOptionsInput,
  importOptionsSchema,
  type TextEncoding,
} from '@/lib/domain/corpusImport';

/** Bytes in chunks of a size, as a file or a request brings them. */
export async function* chunksOf(bytes: Uint8Array, size = bytes.length || 1): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

export interface Imported {
  pairs: Pair[];
  removed: Record<string, number>;
  unitsRead: number;
  detected: DetectedImport;
}

export interface TestFile {
  name: string;
  content: string | Uint8Array;
}

/** Imports files of which the bytes are given; text is written as UTF-8. */
export async function importFiles(
  files: readonly TestFile[],
  options: ImportOptionsInput = {},
  chunkSize?: number,
): Promise<Imported> {
  const opened = await openImport(
    files.map(({ name, content }) => ({ name, chunks: chunksOf(Buffer.from(content), chunkSize) })),
    importOptionsSchema.parse(options),
  );
  const pairs: Pair[] = [];
  for await (const pair of opened.pairs) pairs.push(pair);
  return { pairs, removed: opened.removed, unitsRead: opened.unitsRead(), detected: opened.detected };
}

export function importText(
  name: string,
  content: string | Uint8Array,
  options: ImportOptionsInput = {},
  chunkSize?: number,
): Promise<Imported> {
  return importFiles([{ name, content }], options, chunkSize);
}

/** What a refusal must look like: the code, and a sentence that matches. */
export function refusal(message: RegExp): { code: string; message: unknown } {
  const sentence = new RegExp(`^Corpus import: .*${message.source}.*\\.$`, 's');
  return { code: 'invalid_corpus', message: expect.stringMatching(sentence) };
}

/** Node encodes UTF-16LE; the other encodings are made here, GB18030 for the few characters that the tests use. */
export function encode(text: string, encoding: TextEncoding): Uint8Array {
  if (encoding === 'utf-8') return Buffer.from(text);
  if (encoding === 'utf-16le') return Buffer.from(text, 'utf16le');
  if (encoding === 'utf-16be') return Buffer.from(text, 'utf16le').swap16();
  return Buffer.concat(Array.from(text, gb18030Bytes));
}

let gb18030: Map<string, Uint8Array> | undefined;

function gb18030Bytes(character: string): Uint8Array {
  if (character.charCodeAt(0) < 0x80) return Buffer.from(character);
  gb18030 ??= gb18030Table();
  const bytes = gb18030.get(character);
  if (bytes === undefined) throw new RangeError(`no two-byte GB18030 code for ${character}`);
  return bytes;
}

function gb18030Table(): Map<string, Uint8Array> {
  const decoder = new TextDecoder('gb18030');
  const table = new Map<string, Uint8Array>();
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      const bytes = Uint8Array.of(lead, trail);
      if (trail !== 0x7f) table.set(decoder.decode(bytes), bytes);
    }
  }
  return table;
}
