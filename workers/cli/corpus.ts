import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ImportedCorpus } from '@/lib/domain/api';
import type { Corpus } from '@/lib/domain/corpus';
import type { CorpusAnalysis } from '@/lib/domain/corpusAnalysis';
import { downloadRequestSchema } from '@/lib/domain/corpusDownload';
import type { ImportPreview } from '@/lib/domain/corpusImport';
import { HeldoutError } from '@/lib/domain/errors';
import { printable } from '@/lib/export/textTable';
import { connect } from './client';
import type { LocalFile } from './corpusUpload';
import { exitCodes } from './exitCodes';
import { type ImportOptionFlags, importOptionsOf } from './importOptions';
import { printJson, printTable, say } from './output';

const pollMs = 500;

export interface ImportFlags extends ImportOptionFlags {
  name?: string;
  licence?: string;
  preview: boolean;
  json: boolean;
}

/** heldout corpus import FILE [TARGET_FILE] */
export async function corpusImport(paths: readonly string[], flags: ImportFlags): Promise<number> {
  const options = importOptionsOf(flags, 'corpus import');
  const client = connect();
  const files = await Promise.all(paths.map(localFile));
  if (flags.preview) return showPreview(await client.previewCorpus(files, options), flags.json);

  const name = flags.name ?? withoutEnding(files[0]?.name ?? '');
  const totalBytes = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const progress = progressLine('sent', totalBytes);
  let corpus: ImportedCorpus;
  try {
    corpus = await client.importCorpus(files, { name, options, licence: flags.licence }, progress.show);
  } finally {
    progress.end();
  }
  if (flags.json) printJson(corpus);
  else sayImported(corpus);
  return exitCodes.ok;
}

/** heldout corpus download DATASET */
export async function corpusDownload(
  dataset: string,
  flags: { sha256: string | undefined; json: boolean },
): Promise<number> {
  const parsed = downloadRequestSchema.safeParse({ dataset, sha256: flags.sha256 });
  if (!parsed.success)
    throw new HeldoutError('invalid_input', `--sha256: ${parsed.error.issues[0]?.message}`);
  const client = connect();
  let download = await client.startDownload(parsed.data);
  const progress = progressLine('received', null);
  while (download.state === 'downloading' || download.state === 'importing') {
    progress.show(download.receivedBytes, download.totalBytes);
    await delay(pollMs);
    download = await client.getDownload(parsed.data.dataset);
  }
  progress.end();
  if (download.state !== 'done' || !download.corpus) {
    say(`heldout: ${download.problem ?? 'the download ended without a reason; ask again'}`);
    return exitCodes.failed;
  }
  if (flags.json) printJson(download);
  else {
    say(`${download.url}, SHA-256 ${download.sha256}`);
    sayImported(download.corpus);
  }
  return exitCodes.ok;
}

/** heldout corpus list */
export async function corpusList(flags: { json: boolean }): Promise<number> {
  const { corpora, absent } = await connect().listCorpora();
  if (flags.json) printJson(corpora);
  else {
    printTable(
      [
        { key: 'slug', label: 'corpus' },
        { key: 'pairs', label: 'pairs' },
        { key: 'sources', label: 'distinct sources' },
        { key: 'origin', label: 'origin' },
        { key: 'licence', label: 'licence' },
      ],
      corpora.map((corpus) => ({
        slug: corpus.slug,
        pairs: corpus.pairCount,
        sources: corpus.distinctSources,
        origin: corpus.generated ? 'generated' : 'imported',
        licence: corpus.licence,
      })),
    );
    for (const { name, reason } of absent) say(`${name} is not here: ${reason}`);
  }
  return exitCodes.ok;
}

/** heldout corpus show CORPUS */
export async function corpusShow(slug: string, flags: { json: boolean }): Promise<number> {
  const client = connect();
  const { corpus } = await client.getCorpus(slug);
  const analysis = await client.analyseCorpus(slug);
  if (flags.json) {
    printJson({ corpus, analysis });
    return exitCodes.ok;
  }
  printFacts(corpus);
  printSplit(analysis.split);
  return exitCodes.ok;
}

/** Opened once, so that a file which cannot be read is named before anything is sent. */
export async function localFile(path: string): Promise<LocalFile> {
  try {
    const file = await open(path, 'r');
    try {
      const facts = await file.stat();
      if (!facts.isFile()) throw Object.assign(new Error(), { code: 'not a regular file' });
      return { name: basename(path), path, bytes: facts.size };
    } finally {
      await file.close();
    }
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new HeldoutError('invalid_input', `cannot read the corpus file ${path} (${reason})`, {
      cause: error,
    });
  }
}

/** pairs.tsv.gz → pairs */
export function withoutEnding(name: string): string {
  return name.replace(/\.(gz|zip)$/i, '').replace(/\.[a-z0-9]+$/i, '');
}

function showPreview(preview: ImportPreview, asJson: boolean): number {
  if (asJson) printJson(preview);
  else {
    printTable(
      [
        { key: 'source', label: 'source' },
        { key: 'target', label: 'target' },
      ],
      preview.pairs.map(({ source, target }) => ({ source, target })),
    );
    if (preview.detected) {
      const { format, encoding, archiveEntry } = preview.detected;
      say(`${format}, ${encoding}${archiveEntry === null ? '' : `, ${printable(archiveEntry)}`}`);
    }
    say(`${preview.pairsRead} pairs in the part that was read; nothing is stored`);
    sayRemoved(preview.removed);
  }
  if (preview.problem === null) return exitCodes.ok;
  say(`heldout: ${preview.problem}`);
  return exitCodes.usage;
}

function sayImported(corpus: Corpus): void {
  say(`Imported ${corpus.pairCount} pairs (${corpus.distinctSources} distinct sources) as ${corpus.slug}`);
  sayRemoved(corpus.removed);
  process.stdout.write(`${corpus.slug}\n`);
}

function sayRemoved(removed: Corpus['removed']): void {
  for (const [what, count] of Object.entries(removed)) {
    if (count > 0) say(`left out: ${count} ${what}`);
  }
}

function printFacts(corpus: Corpus): void {
  const leftOut = Object.entries(corpus.removed).map(([what, count]) => `${count} ${what}`);
  const facts = {
    name: corpus.name,
    languages: `${corpus.sourceLanguage} to ${corpus.targetLanguage}`,
    pairs: corpus.pairCount,
    'distinct sources': corpus.distinctSources,
    'left out': leftOut.join(', ') || 'nothing',
    licence: corpus.licence,
    origin: corpus.origin,
    'generated, not human text': corpus.generated ? 'yes' : 'no',
    fingerprint: corpus.fingerprint,
  };
  printTable(
    [
      { key: 'fact', label: corpus.slug },
      { key: 'value', label: '' },
    ],
    Object.entries(facts).map(([fact, value]) => ({ fact, value })),
  );
}

function printSplit({ rows, overlap, hash }: CorpusAnalysis['split']): void {
  process.stdout.write('\n');
  printTable(
    [
      { key: 'split', label: 'split' },
      { key: 'pairs', label: 'pairs' },
      { key: 'sources', label: 'sources' },
      { key: 'groups', label: 'groups of near duplicates' },
      { key: 'tooLong', label: 'too long' },
    ],
    rows,
  );
  const test = rows.find(({ split }) => split === 'test');
  process.stdout.write(
    `${overlap.trainTest} of the ${test?.groups ?? 0} test groups occur in training: counted, not assumed. Split ${hash}\n`,
  );
}

/** Redrawn on a terminal, and silent elsewhere. */
function progressLine(what: string, knownBytes: number | null) {
  const isShown = process.stderr.isTTY;
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
  return {
    show(bytes: number, totalBytes: number | null = knownBytes) {
      if (!isShown) return;
      const total = totalBytes === null ? '' : ` of ${megabytes(totalBytes)}`;
      process.stderr.write(`\r\u001b[K${what} ${megabytes(bytes)}${total} MB`);
    },
    end() {
      if (isShown) process.stderr.write('\r\u001b[K');
    },
  };
}
