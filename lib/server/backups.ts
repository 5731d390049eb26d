import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { backupsFolder } from '@/db/backup';
import { HeldoutError } from '@/lib/domain/errors';
import { checkDatabase } from './integrity';
import { newId } from './secrets';
import { server } from './server';

const blockBytes = 2 ** 20;

export interface Backup {
  bytes: number;
  sha256: string;
  /** To be read to its end or cancelled. */
  stream: ReadableStream<Uint8Array>;
}

/**
 * A copy of the database as it is now, made while reports go on being stored, read back and checked before it is given
 * out. It needs room for itself in the data directory for as long as it is read.
 *
 * @throws HeldoutError storage_full, storage_unavailable; internal where the copy is not sound
 */
export async function makeBackup(): Promise<Backup> {
  const { store, home } = server();
  const path = join(backupsFolder(home), `unfinished-${newId()}.db`);
  try {
    await store.backUp(path);
    const faults = (await checkDatabase(path)).filter(({ ok }) => !ok);
    if (faults.length > 0) {
      throw new HeldoutError(
        'internal',
        `Backing up the database: the copy is not sound (${faults.map(({ detail }) => detail).join('; ')}); heldout doctor says whether the database is.`,
      );
    }
    const sha256 = await hashOf(path);
    const file = await open(path, 'r');
    const { size } = await file.stat();
    return { bytes: size, sha256, stream: streamOf(file, path) };
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const block of createReadStream(path, { highWaterMark: blockBytes })) hash.update(block);
  return hash.digest('hex');
}

function streamOf(file: FileHandle, path: string): ReadableStream<Uint8Array> {
  const end = async () => {
    await file.close();
    await rm(path, { force: true });
  };
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(blockBytes), 0, blockBytes);
        if (bytesRead > 0) {
          controller.enqueue(buffer.subarray(0, bytesRead));
          return;
        }
        await end();
        controller.close();
      },
      cancel: end,
    },
    { highWaterMark: 0 },
  );
}
