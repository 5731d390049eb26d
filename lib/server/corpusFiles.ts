import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { storageFailure } from '@/db/failures';
import { decodePairs, encodePairs } from '@/lib/data/canonical';
import { type Corpus, type Pair, slugOf } from '@/lib/domain/corpus';
import { HeldoutError } from '@/lib/domain/errors';
import type { ServerContext } from './context';
import { newId } from './secrets';

/** Sentences of this many corpora stay in memory: the one in the form, and the one before it. */
const rememberedCorpora = 2;

export type CorpusDescription = Pick<
  Corpus,
  'name' | 'sourceLanguage' | 'targetLanguage' | 'licence' | 'origin' | 'generated' | 'removed'
>;

/** corpora/FINGERPRINT.jsonl in the data directory (lib/data/canonical). */
export function corpusPath(context: ServerContext, fingerprint: string): string {
  return join(context.home, 'corpora', `${fingerprint}.jsonl`);
}

/**
 * Stores sentences and their row; both or neither. Sentences that are stored already give the corpus that has them.
 *
 * @throws HeldoutError storage_full, storage_unavailable
 */
export function storeCorpus(
  context: ServerContext,
  pairs: readonly Pair[],
  description: CorpusDescription,
): { corpus: Corpus; isNew: boolean } {
  const { store } = context;
  const { bytes, fingerprint } = encodePairs(pairs);
  const known = store.corpora.findByFingerprint(fingerprint);
  if (known) return { corpus: known, isNew: false };

  const path = corpusPath(context, fingerprint);
  // A file without a row is what a crash between the two left; its name says that its content is right.
  if (!existsSync(path)) writeDurably(context, path, bytes);
  const corpus: Corpus = {
    id: newId(),
    slug: freeSlug(context, description.name),
    ...description,
    pairCount: pairs.length,
    distinctSources: new Set(pairs.map(({ source }) => source)).size,
    fingerprint,
    bytes: bytes.length,
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

/** name, name-2, name-3 … */
function freeSlug(context: ServerContext, name: string): string {
  const slug = slugOf(name);
  for (let suffix = 1; ; suffix++) {
    const candidate = suffix === 1 ? slug : `${slug}-${suffix}`;
    if (!context.store.corpora.hasSlug(candidate)) return candidate;
  }
}

/** Written beside its place, flushed, then renamed: under its own name a file is always whole. */
function writeDurably(context: ServerContext, path: string, bytes: Uint8Array): void {
  const folder = join(context.home, 'corpora');
  const temporary = `${path}.${newId()}.tmp`;
  try {
    mkdirSync(folder, { recursive: true });
    const file = openSync(temporary, 'wx', 0o600);
    try {
      for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
    flushFolder(folder);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw storageFailure(error, context.home, 'Importing a corpus');
  }
}

/** The new name itself must survive a power cut as well. Windows cannot open folders, and needs not. */
function flushFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** The same array for the same corpus as long as it is remembered, on which measureVocabularies relies. */
export function readPairs(context: ServerContext, corpus: Corpus): Pair[] {
  const pairs = context.pairs.get(corpus.fingerprint) ?? decodePairs(readCorpusFile(context, corpus));
  context.pairs.delete(corpus.fingerprint);
  context.pairs.set(corpus.fingerprint, pairs);
  for (const oldest of context.pairs.keys()) {
    if (context.pairs.size <= rememberedCorpora) break;
    context.pairs.delete(oldest);
  }
  return pairs;
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
