import { parseTabSeparated } from '@/lib/data/importers/tabSeparated';
import type { CorpusDetail } from '@/lib/domain/api';
import type { Corpus, Pair } from '@/lib/domain/corpus';
import { HeldoutError } from '@/lib/domain/errors';
import { examplePairs, readCorpusFile, storeCorpus } from './corpusFiles';
import { server } from './server';

const exampleCount = 20;
const maxNameCharacters = 120;

export function listCorpora(): Corpus[] {
  return server().store.corpora.list();
}

/** @throws HeldoutError not_found */
export function getCorpus(idOrSlug: string): CorpusDetail {
  const context = server();
  const corpus = requireCorpus(idOrSlug);
  const examples = examplePairs(context, corpus, exampleCount);
  return { corpus, examples: examples.map(({ source, target }) => ({ source, target })) };
}

/**
 * Imports sentence pairs in the Tatoeba/Anki form. Nothing is kept of a file that is refused.
 *
 * @returns isNew false where the same sentences are here already; the corpus is that one then
 * @throws HeldoutError invalid_corpus, invalid_input (no name), storage_full, storage_unavailable
 */
export async function importCorpus(
  chunks: AsyncIterable<Uint8Array>,
  { name }: { name: string },
): Promise<{ corpus: Corpus; isNew: boolean }> {
  const title = name.trim();
  if (title === '' || title.length > maxNameCharacters) {
    throw new HeldoutError(
      'invalid_input',
      `Corpus import: got a name of ${title.length} characters, expected 1 to ${maxNameCharacters} (?name=…).`,
      { path: 'name' },
    );
  }
  const { pairs, removed } = await parseTabSeparated(chunks);
  return storeCorpus(server(), pairs, {
    name: title,
    sourceLanguage: 'en',
    targetLanguage: 'zh',
    licence: licenceOf(pairs),
    origin: `Imported from a tab-separated file named ${title}.`,
    generated: false,
    removed,
  });
}

/** The canonical file: what the fingerprint is of. */
export function readCorpus(idOrSlug: string): { corpus: Corpus; bytes: Buffer<ArrayBuffer> } {
  const corpus = requireCorpus(idOrSlug);
  return { corpus, bytes: readCorpusFile(server(), corpus) };
}

function requireCorpus(idOrSlug: string): Corpus {
  const corpus = server().store.corpora.find(idOrSlug);
  if (!corpus) throw new HeldoutError('not_found', `There is no corpus ${JSON.stringify(idOrSlug)}.`);
  return corpus;
}

/** Tatoeba's exports begin each attribution with the licence: "CC-BY 2.0 (France) Attribution: tatoeba.org #1 …". */
function licenceOf(pairs: readonly Pair[]): string {
  const named = pairs.map(({ attribution }) => /^(.{1,80}?) Attribution:/.exec(attribution ?? '')?.[1]);
  const [first] = named;
  return first !== undefined && named.every((licence) => licence === first) ? first : 'not stated';
}
