import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fingerprintOf } from '@/lib/data/canonical';
import { HeldoutError } from '@/lib/domain/errors';

/**
 * A worker's copy of a corpus, by fingerprint. A copy that is damaged is fetched again; workers that share the folder
 * do not disturb each other, since a copy appears under its name only when it is whole.
 *
 * @param download fetches the canonical file
 * @returns the path of the verified file
 * @throws HeldoutError checksum_mismatch where what was downloaded is not the corpus, storage_unavailable
 */
export async function cachedCorpus(
  folder: string,
  fingerprint: string,
  download: () => Promise<Uint8Array>,
): Promise<string> {
  const path = join(folder, `${fingerprint}.jsonl`);
  const existing = await readFile(path).catch(() => null);
  if (existing && fingerprintOf(existing) === fingerprint) return path;

  const bytes = await download();
  const actual = fingerprintOf(bytes);
  if (actual !== fingerprint) {
    throw new HeldoutError(
      'checksum_mismatch',
      `Downloading a corpus: its SHA-256 is ${actual}, expected ${fingerprint}; import the corpus again if this repeats.`,
    );
  }
  const temporary = join(folder, `${fingerprint}.${randomUUID()}.part`);
  try {
    await mkdir(folder, { recursive: true });
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined);
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new HeldoutError(
      'storage_unavailable',
      `Keeping a copy of the corpus in ${folder} failed (${reason}): free some space there, or choose another folder (HELDOUT_HOME of a worker, --out of a sweep without a server).`,
      { cause },
    );
  }
  return path;
}
