import { openImport } from '@/lib/data/importers/openImport';
import { previewImport } from '@/lib/data/importers/previewImport';
import type { AbsentCorpus, CorpusDetail } from '@/lib/domain/api';
import type { Corpus } from '@/lib/domain/corpus';
import {
  type DetectedImport,
  defaultImportOptions,
  type ImportOptions,
  type ImportPreview,
} from '@/lib/domain/corpusImport';
import { HeldoutError } from '@/lib/domain/errors';
import { examplePairs, readCorpusFile, type StoredCorpus, storeCorpusStream } from './corpusFiles';
import { licenceOf, originOf, watchLicence } from './corpusOrigin';
import { server } from './server';
import { type AnnouncedFile, readUploadedFiles, withUploadedFiles } from './uploads';

const exampleCount = 20;
const previewedPairs = 20;
const maxNameCharacters = 120;

/** What a person says about the sentences that they bring. */
export interface ImportRequest {
  name: string;
  /** In the order in which the body carries them: one, or the source and the target of Moses. */
  files?: readonly AnnouncedFile[];
  options?: ImportOptions;
  /** '' or absent: what the file itself says, if it says anything. */
  licence?: string | undefined;
}

export function listCorpora(): Corpus[] {
  return server().store.corpora.list();
}

/** Embedded corpora that this installation cannot have, and why. */
export function listAbsentCorpora(): AbsentCorpus[] {
  return server().absentCorpora;
}

/** @throws HeldoutError not_found */
export function getCorpus(idOrSlug: string): CorpusDetail {
  const context = server();
  const corpus = requireCorpus(idOrSlug);
  const examples = examplePairs(context, corpus, exampleCount);
  return { corpus, examples: examples.map(({ source, target }) => ({ source, target })) };
}

/**
 * Imports sentence pairs as they are received: no file is ever whole in memory, and nothing is kept of one that is
 * refused or breaks off.
 *
 * @returns isNew false where the same sentences are here already; the corpus is that one then
 * @throws HeldoutError invalid_corpus, invalid_input (no name, sizes that are wrong), storage_full, storage_unavailable
 */
export async function importCorpus(
  body: AsyncIterable<Uint8Array>,
  request: ImportRequest,
): Promise<StoredCorpus & { detected: DetectedImport }> {
  const context = server();
  const name = requireName(request.name);
  const { options = defaultImportOptions, files: announced = [{ name, bytes: null }] } = request;
  return withUploadedFiles(context, body, announced, async (files) => {
    const { detected, pairs, removed } = await openImport(files, options);
    const licence = watchLicence(pairs);
    const stored = await storeCorpusStream(context, licence.pairs, () => ({
      name,
      sourceLanguage: options.sourceLanguage,
      targetLanguage: options.targetLanguage,
      licence: request.licence?.trim() || licenceOf(licence),
      origin: originOf(detected, announced),
      generated: false,
      removed,
    }));
    return { ...stored, detected };
  });
}

/**
 * What an import with these options would give. Stores nothing.
 *
 * @param body the beginnings of the files
 * @param isWhole false where the files go on after what was sent
 * @throws HeldoutError invalid_input where the sizes are wrong; what is wrong with a file is the preview's `problem`
 */
export async function previewCorpus(
  body: AsyncIterable<Uint8Array>,
  { files, options, isWhole }: { files: readonly AnnouncedFile[]; options: ImportOptions; isWhole: boolean },
): Promise<ImportPreview> {
  return previewImport(await readUploadedFiles(body, files), options, { pairs: previewedPairs, isWhole });
}

/** The canonical file: what the fingerprint is of. */
export function readCorpus(idOrSlug: string): { corpus: Corpus; bytes: Buffer<ArrayBuffer> } {
  const corpus = requireCorpus(idOrSlug);
  return { corpus, bytes: readCorpusFile(server(), corpus) };
}

/** @throws HeldoutError not_found */
export function requireCorpus(idOrSlug: string): Corpus {
  const corpus = server().store.corpora.find(idOrSlug);
  if (!corpus) throw new HeldoutError('not_found', `There is no corpus ${JSON.stringify(idOrSlug)}.`);
  return corpus;
}

function requireName(given: string): string {
  const name = given.trim();
  if (name !== '' && name.length <= maxNameCharacters) return name;
  throw new HeldoutError(
    'invalid_input',
    `Corpus import: got a name of ${name.length} characters, expected 1 to ${maxNameCharacters} (?name=…).`,
    { path: 'name' },
  );
}
