import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { storageFailure } from '@/db/failures';
import { openImport } from '@/lib/data/importers/openImport';
import type { Corpus } from '@/lib/domain/corpus';
import {
  type CorpusDownload,
  type DownloadableDataset,
  type DownloadRequest,
  downloadableDatasets,
} from '@/lib/domain/corpusDownload';
import { type ImportOptionsInput, importOptionsSchema } from '@/lib/domain/corpusImport';
import { HeldoutError } from '@/lib/domain/errors';
import packageJson from '@/package.json';
import type { DownloadEntry, ServerContext } from './context';
import { storeCorpusStream } from './corpusFiles';
import { watchLicence } from './corpusOrigin';
import { type DownloadSettings, download, removeDownload } from './resumableDownload';
import { server } from './server';

interface Dataset {
  title: string;
  /** Where the archive's attribution column names none. */
  licence: string;
  url: () => string;
  /** Of the corpus. */
  name: string;
  archive: string;
  approximateBytes: number;
  options: ImportOptionsInput;
  origin: (archive: { url: string; sha256: string }) => string;
}

const datasets: Record<DownloadableDataset, Dataset> = {
  'tatoeba-cmn-eng': {
    title: 'Tatoeba, English and Mandarin Chinese',
    licence: 'CC-BY 2.0 (France)',
    // Another address serves tests, and networks with a mirror of their own.
    url: () => process.env['HELDOUT_TATOEBA_URL'] || 'https://www.manythings.org/anki/cmn-eng.zip',
    name: 'Tatoeba cmn-eng',
    archive: 'cmn-eng.zip',
    approximateBytes: 1_500_000,
    options: { format: 'tsv', sourceLanguage: 'en', targetLanguage: 'zh' },
    origin: ({ url, sha256 }) =>
      `Sentences of Tatoeba (tatoeba.org), written and translated by its contributors, as packed in ${url} (SHA-256 of the archive: ${sha256}).`,
  },
};

const maxArchiveBytes = 256 * 2 ** 20;
const userAgent = `Heldout/${packageJson.version} (corpus download)`;

export type DownloadTiming = Pick<DownloadSettings, 'pause' | 'stallMs'>;

/** Every dataset that can be fetched, with the state of its newest download. */
export function listDownloads(): CorpusDownload[] {
  const { downloads } = server();
  return downloadableDatasets.map((dataset) => downloads.get(dataset)?.download ?? idle(dataset));
}

/**
 * Begins to fetch a dataset from its publisher and to import it; one that runs already goes on. What was fetched before
 * a break is not fetched again, also after a restart.
 *
 * @param timing waits between tries; those of a person's patience where it is not given
 * @returns the state at the beginning; listDownloads says how it goes on
 */
export function startDownload(request: DownloadRequest, timing: DownloadTiming = {}): CorpusDownload {
  const context = server();
  const { dataset } = request;
  const running = context.downloads.get(dataset);
  if (running && isRunning(running.download)) return running.download;

  const controller = new AbortController();
  const entry: DownloadEntry = {
    download: { ...idle(dataset), state: 'downloading' },
    controller,
    ended: Promise.resolve(),
  };
  const update = (change: Partial<CorpusDownload>) => {
    Object.assign(entry.download, change);
  };
  context.downloads.set(dataset, entry);
  entry.ended = fetchAndImport(context, request, { ...timing, signal: controller.signal, update }).then(
    (corpus) => update({ state: 'done', corpus }),
    (error: unknown) => update({ state: 'failed', problem: problemOf(error) }),
  );
  return { ...entry.download };
}

/** Settles when no download of this dataset runs any more. */
export async function downloadEnded(dataset: DownloadableDataset): Promise<void> {
  await server().downloads.get(dataset)?.ended;
}

function idle(dataset: DownloadableDataset): CorpusDownload {
  const { title, licence, url, approximateBytes } = datasets[dataset];
  return {
    dataset,
    title,
    licence,
    url: url(),
    approximateBytes,
    state: 'idle',
    receivedBytes: 0,
    totalBytes: null,
    sha256: null,
    problem: null,
    corpus: null,
  };
}

function isRunning({ state }: CorpusDownload): boolean {
  return state === 'downloading' || state === 'importing';
}

interface Steps extends DownloadTiming {
  signal: AbortSignal;
  update: (change: Partial<CorpusDownload>) => void;
}

async function fetchAndImport(
  context: ServerContext,
  request: DownloadRequest,
  { update, ...settings }: Steps,
): Promise<Corpus> {
  const { title, archive } = datasets[request.dataset];
  const path = join(context.home, 'downloads', `${archive}.part`);
  const url = datasets[request.dataset].url();
  const operation = `Downloading ${title}`;
  try {
    const { sha256 } = await download({
      ...settings,
      operation,
      url,
      path,
      maxBytes: maxArchiveBytes,
      userAgent,
      onProgress: update,
    });
    update({ sha256 });
    if (request.sha256 !== undefined && request.sha256 !== sha256) {
      removeDownload(path);
      throw otherVersion(operation, url, sha256, request.sha256);
    }
    update({ state: 'importing' });
    settings.signal.throwIfAborted();
    const corpus = await importArchive(context, request.dataset, { path, url, sha256 });
    removeDownload(path);
    return corpus;
  } catch (error) {
    // An archive that cannot be read is of no use for the next try.
    if (error instanceof HeldoutError && error.code === 'invalid_corpus') removeDownload(path);
    throw storageFailure(error, context.home, operation);
  }
}

async function importArchive(
  context: ServerContext,
  dataset: DownloadableDataset,
  { path, url, sha256 }: { path: string; url: string; sha256: string },
): Promise<Corpus> {
  const { name, archive, licence, options: given, origin } = datasets[dataset];
  const options = importOptionsSchema.parse(given);
  const { pairs, removed } = await openImport([{ name: archive, chunks: createReadStream(path) }], options);
  const watch = watchLicence(pairs);
  const { corpus } = await storeCorpusStream(context, watch.pairs, () => ({
    name,
    sourceLanguage: options.sourceLanguage,
    targetLanguage: options.targetLanguage,
    licence: watch.named() ?? licence,
    origin: origin({ url, sha256 }),
    generated: false,
    removed,
  }));
  return corpus;
}

function otherVersion(operation: string, url: string, sha256: string, wanted: string): HeldoutError {
  return new HeldoutError(
    'checksum_mismatch',
    `${operation}: ${url} has the SHA-256 ${sha256}, expected ${wanted}; its publisher renews the archive now and then, so leave the checksum out to take the version that is there.`,
    { path: 'sha256' },
  );
}

function problemOf(error: unknown): string {
  if (error instanceof HeldoutError) return error.message;
  if (error instanceof Error && error.name === 'AbortError') return 'The download was ended with the server.';
  console.error('A corpus download failed:', error);
  return 'The download failed in a way that was not foreseen; the log of the server on stderr says how.';
}
