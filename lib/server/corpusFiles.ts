import { closeSync, openSync, readFileSync, readSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { storageFailure } from '@/db/failures';
import { decodePairs } from '@/lib/data/canonical';
import { type Corpus, type Pair, slugOf } from '@/lib/domain/corpus';
import { HeldoutError } from '@/lib/domain/errors';
import { type CanonicalWriter, createCanonicalWriter, type WrittenFile } from './canonicalWriter';
import type { ServerContext } from './context';
import { newId } from './secrets';

/** An import lets other requests be answered after this long. */
const turnMs = 10;

export type CorpusDescription = Pick<
  Corpus,
  'name' | 'sourceLanguage' | 'targetLanguage' | 'licence' | 'origin' | 'generated' | 'removed'
>;

/** corpora/FINGERPRINT.jsonl in the data directory (lib/data/canonical). */
export function corpusPath(context: ServerContext, fingerprint: string): string {
  return join(corporaFolder(context), `${fingerprint}.jsonl`);
}

export function corporaFolder({ home }: Pick<ServerContext, 'home'>): string {
  return join(home, 'corpora');
}

export interface StoredCorpus {
  corpus: Corpus;
  /** false: the same sentences were here already, and the corpus is that one. */
  isNew: boolean;
}

/**
 * Stores sentences and their row; both or neither. Sentences that are stored already give the corpus that has them.
 *
 * @throws HeldoutError storage_full, storage_unavailable
 */
export function storeCorpus(
  context: ServerContext,
  pairs: Iterable<Pair>,
  description: CorpusDescription,
): StoredCorpus {
  const writer = openWriter(context);
  try {
    for (const pair of pairs) writer.add(pair);
    return keep(context, writer, writer.flushSync(), description);
  } catch (error) {
    throw importFailure(error, context);
  } finally {
    writer.discard();
  }
}

/**
 * The same for sentences that are still being read: none of them stays in memory, and other requests are answered
 * meanwhile.
 *
 * @param describe called after the last pair
 * @throws HeldoutError storage_full, storage_unavailable; and whatever reading the pairs throws, in which case nothing
 *   is kept
 */
export async function storeCorpusStream(
  context: ServerContext,
  pairs: AsyncIterable<Pair>,
  describe: () => CorpusDescription,
): Promise<StoredCorpus> {
  const writer = openWriter(context);
  try {
    let turnEndsMs = performance.now() + turnMs;
    for await (const pair of pairs) {
      writer.add(pair);
      if (performance.now() < turnEndsMs) continue;
      await nextTurn();
      turnEndsMs = performance.now() + turnMs;
    }
    return keep(context, writer, await writer.flush(), describe());
  } catch (error) {
    throw importFailure(error, context);
  } finally {
    writer.discard();
  }
}

function openWriter(context: ServerContext): CanonicalWriter {
  try {
    return createCanonicalWriter(corporaFolder(context));
  } catch (error) {
    throw importFailure(error, context);
  }
}

/** In one turn of the event loop, so that two imports of the same sentences cannot both find none. */
function keep(
  context: ServerContext,
  writer: CanonicalWriter,
  { fingerprint, ...counts }: WrittenFile,
  description: CorpusDescription,
): StoredCorpus {
  const { store } = context;
  const known = store.corpora.findByFingerprint(fingerprint);
  if (known) return { corpus: known, isNew: false };

  const path = corpusPath(context, fingerprint);
  writer.rename(path);
  const corpus: Corpus = {
    id: newId(),
    slug: freeSlug(context, description.name),
    ...description,
    ...counts,
    fingerprint,
    createdAtMs: context.now(),
  };
  try {
    store.write('Importing a corpus', () => store.corpora.insert(corpus));
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  }
  return { corpus, isNew: true };
}

function importFailure(error: unknown, context: ServerContext): unknown {
  return storageFailure(error, context.home, 'Importing a corpus');
}

/** name, name-2, name-3 … */
function freeSlug(context: ServerContext, name: string): string {
  const slug = slugOf(name);
  for (let suffix = 1; ; suffix++) {
    const candidate = suffix === 1 ? slug : `${slug}-${suffix}`;
    if (!context.store.corpora.hasSlug(candidate)) return candidate;
  }
}

/** @throws HeldoutError storage_unavailable where the sentences are gone although the row is there */
export function readCorpusFile(context: ServerContext, corpus: Corpus): Buffer<ArrayBuffer> {
  try {
    return readFileSync(corpusPath(context, corpus.fingerprint));
  } catch (cause) {
    throw missingFile(context, corpus, cause);
  }
}

/** Pairs spread over the whole file, without reading all of it. */
export function examplePairs(context: ServerContext, corpus: Corpus, wanted: number): Pair[] {
  // Longer than two lines can be: from anywhere, the next whole line is in it.
  const window = Buffer.alloc(256 * 1024);
  let file: number;
  try {
    file = openSync(corpusPath(context, corpus.fingerprint), 'r');
  } catch (cause) {
    throw missingFile(context, corpus, cause);
  }
  try {
    const lines = new Set<string>();
    for (let i = 0; i < wanted; i++) {
      const offset = Math.floor((i * corpus.bytes) / wanted);
      const length = readSync(file, window, 0, window.length, offset);
      const start = offset === 0 ? 0 : window.indexOf(10) + 1;
      const end = window.indexOf(10, start);
      if (end !== -1 && end < length) lines.add(window.toString('utf8', start, end + 1));
    }
    return decodePairs(Buffer.from([...lines].join(''), 'utf8'));
  } finally {
    closeSync(file);
  }
}

function missingFile(context: ServerContext, corpus: Corpus, cause: unknown): HeldoutError {
  return new HeldoutError(
    'storage_unavailable',
    `Reading the corpus ${corpus.slug}: ${corpusPath(context, corpus.fingerprint)} cannot be read; restore the file, or import the corpus again.`,
    { cause },
  );
}
