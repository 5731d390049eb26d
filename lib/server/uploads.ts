import { createReadStream, mkdirSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { storageFailure } from '@/db/failures';
import type { ImportFile } from '@/lib/data/importers/openImport';
import { HeldoutError } from '@/lib/domain/errors';
import type { ServerContext } from './context';
import { newId } from './secrets';

/** A file as a request announces it. */
export interface AnnouncedFile {
  name: string;
  /** Its part of the body; null for a single file whose size nobody said. */
  bytes: number | null;
}

/**
 * Parts a request's body into the files that it carries one after the other, and lets `read` have them at the same
 * time: all but the last are staged on the disk and removed afterwards, whatever happens.
 *
 * @throws HeldoutError invalid_input where the body is shorter or longer than announced; storage_full,
 *   storage_unavailable
 */
export async function withUploadedFiles<T>(
  context: ServerContext,
  body: AsyncIterable<Uint8Array>,
  announced: readonly AnnouncedFile[],
  read: (files: ImportFile[]) => Promise<T>,
): Promise<T> {
  const parts = partsOf(body);
  const staged: string[] = [];
  try {
    const files: ImportFile[] = [];
    for (const [index, file] of announced.entries()) {
      const isLast = index === announced.length - 1;
      const part = isLast ? parts.last(file) : parts.next(file);
      if (isLast) files.push({ name: file.name, chunks: part });
      else {
        const path = await stage(context, part, staged);
        files.push({ name: file.name, chunks: readStaged(path) });
      }
    }
    return await read(files);
  } finally {
    for (const path of staged) rmSync(path, { force: true });
  }
}

/** The same for a few small parts that stay in memory. */
export async function readUploadedFiles(
  body: AsyncIterable<Uint8Array>,
  announced: readonly AnnouncedFile[],
): Promise<ImportFile[]> {
  const parts = partsOf(body);
  const files: ImportFile[] = [];
  for (const [index, file] of announced.entries()) {
    const chunks: Uint8Array[] = [];
    const part = index === announced.length - 1 ? parts.last(file) : parts.next(file);
    for await (const chunk of part) chunks.push(chunk);
    files.push({ name: file.name, chunks: oneByOne(chunks) });
  }
  return files;
}

/** Removes what a server that was killed in the middle of an upload left. Only before any upload runs. */
export function removeStagedUploads(context: ServerContext): void {
  rmSync(uploadsFolder(context), { recursive: true, force: true });
}

function uploadsFolder({ home }: ServerContext): string {
  return join(home, 'uploads');
}

async function stage(
  context: ServerContext,
  part: AsyncIterable<Uint8Array>,
  staged: string[],
): Promise<string> {
  const folder = uploadsFolder(context);
  const path = join(folder, newId());
  staged.push(path);
  try {
    mkdirSync(folder, { recursive: true });
    await writeFile(path, part, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    throw storageFailure(error, context.home, 'Importing a corpus');
  }
  return path;
}

/** Opened when it is read, so that a file which nobody reads leaves nothing open. */
async function* readStaged(path: string): AsyncGenerator<Uint8Array> {
  yield* createReadStream(path);
}

function partsOf(body: AsyncIterable<Uint8Array>) {
  const chunks = body[Symbol.asyncIterator]();
  let rest: Uint8Array = new Uint8Array(0);

  /** Up to this many bytes; none at the body's end. */
  async function pull(limit: number): Promise<Uint8Array | null> {
    while (rest.length === 0) {
      const next = await chunks.next();
      if (next.done) return null;
      rest = next.value;
    }
    const piece = rest.subarray(0, limit);
    rest = rest.subarray(piece.length);
    return piece;
  }

  async function* next({ name, bytes }: AnnouncedFile): AsyncGenerator<Uint8Array> {
    let missing = bytes ?? Number.POSITIVE_INFINITY;
    while (missing > 0) {
      const piece = await pull(missing);
      if (!piece) {
        if (bytes === null) return;
        throw misannounced(
          `the body ends ${missing} bytes before ${name} does, whose size was given as ${bytes}`,
        );
      }
      missing -= piece.length;
      yield piece;
    }
  }

  async function* last(file: AnnouncedFile): AsyncGenerator<Uint8Array> {
    yield* next(file);
    if (await pull(1)) throw misannounced(`the body goes on after the ${file.bytes} bytes of ${file.name}`);
  }

  return { next, last };
}

async function* oneByOne(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

function misannounced(what: string): HeldoutError {
  return new HeldoutError(
    'invalid_input',
    `Corpus import: ${what}; send one bytes=… for each file=…, in the order of the files in the body.`,
    { path: 'bytes' },
  );
}
