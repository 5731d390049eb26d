import { createReadStream } from 'node:fs';
import { encodePairs } from '@/lib/data/canonical';
import { openImport } from '@/lib/data/importers/openImport';
import type { Pair } from '@/lib/domain/corpus';
import type { ImportOptions } from '@/lib/domain/corpusImport';
import { HeldoutError } from '@/lib/domain/errors';
import type { StoredSweep } from './sweepFolder';

export interface CorpusFiles {
  /** One, or the source and the target of Moses. */
  files: readonly { name: string; path: string }[];
  name: string;
  licence: string;
  options: ImportOptions;
}

/**
 * Reads sentence pairs as the server's import does: the same file with the same options gives the same sentences, and so
 * the same fingerprint.
 *
 * @returns the corpus and its canonical file
 * @throws HeldoutError invalid_corpus as openImport; invalid_input where a file cannot be read
 */
export async function readCorpus({
  files,
  name,
  licence,
  options,
}: CorpusFiles): Promise<{ corpus: StoredSweep['corpus']; bytes: Uint8Array }> {
  const opened = files.map((file) => ({ name: file.name, chunks: chunksOf(file.path) }));
  const { pairs, removed } = await openImport(opened, options);
  const read: Pair[] = [];
  for await (const pair of pairs) read.push(pair);
  const { bytes, fingerprint } = encodePairs(read);
  return {
    corpus: {
      name,
      sourceLanguage: options.sourceLanguage,
      targetLanguage: options.targetLanguage,
      licence,
      origin: files.map((file) => file.name).join(', '),
      generated: false,
      pairCount: read.length,
      distinctSources: new Set(read.map(({ source }) => source)).size,
      removed: { ...removed },
      fingerprint,
      bytes: bytes.length,
    },
    bytes,
  };
}

async function* chunksOf(path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path, { highWaterMark: 2 ** 18 });
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new HeldoutError('invalid_input', `cannot read the corpus file ${path} (${reason})`, { cause });
  }
}
