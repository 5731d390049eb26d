import { randomUUID } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  linkSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { HeldoutError } from '@/lib/domain/errors';
import { diskFiles } from '@/lib/train/checkpoints/fileLayer';
import { checksumsName, writeChecksums } from './checksums';
import { Journal, type JournalEntry } from './journal';
import { isAlive, type Owner, ownerSchema } from './owner';
import { storageError } from './storageError';

/**
 * Attempts of a run are folders that count up from 1: attempts/1, attempts/2 … Taking the next number is how a process
 * takes a run: the folder is made beside its place and moved there whole, which only one of several processes can do.
 * From then on an attempt with a lower number is over, whatever its process believes.
 */

export const attemptNames = {
  owner: 'owner.json',
  journal: 'journal.jsonl',
  run: 'run.json',
  spool: 'spool',
} as const;

export function attemptFolder(runFolder: string, attempt: number): string {
  return join(runFolder, 'attempts', String(attempt));
}

/** The newest; 0 where there is none. */
export function newestAttempt(runFolder: string): number {
  const names = diskFiles.list(join(runFolder, 'attempts'));
  return Math.max(0, ...names.filter((name) => /^\d+$/.test(name)).map(Number));
}

/** Whether it came to its end and is sealed. */
export function isSealed(folder: string): boolean {
  return existsSync(join(folder, checksumsName));
}

export interface Claim {
  runFolder: string;
  runId: string;
  attempt: number;
  owner: Owner;
  /** Of the run, for a person who looks into the folder. */
  description: object;
  begin: JournalEntry;
}

/**
 * @returns whether the attempt is ours now; false where another process has taken the number
 * @throws HeldoutError storage_full, storage_unavailable
 */
export function claimAttempt({ runFolder, runId, attempt, owner, description, begin }: Claim): boolean {
  const place = attemptFolder(runFolder, attempt);
  const draft = join(dirname(place), `.claim-${randomUUID()}`);
  try {
    diskFiles.makeFolder(draft);
    writeFileSync(join(draft, attemptNames.owner), `${JSON.stringify(owner, null, 2)}\n`, { flush: true });
    writeFileSync(join(draft, attemptNames.run), `${JSON.stringify(description, null, 2)}\n`, {
      flush: true,
    });
    const journal = Journal.create(join(draft, attemptNames.journal), { runId, attempt });
    journal.append(begin);
    journal.close();
    diskFiles.syncFolder(draft);
    // Fails where the place is taken: a folder replaces no folder that has something in it (rename(2)).
    renameSync(draft, place);
    diskFiles.syncFolder(dirname(place));
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOTEMPTY' || code === 'EEXIST') return false;
    throw storageError(error, 'Taking a run in', runFolder);
  } finally {
    diskFiles.remove(draft);
  }
}

/** Whether the process that owns an attempt may still be at work on it. */
export function hasLiveOwner(
  folder: string,
  nowOnDiskMs: () => number,
  isOurs: (token: string) => boolean,
): boolean {
  const owner = readOwner(folder);
  if (!owner) return false;
  const written = [attemptNames.owner, attemptNames.journal].map((name) => join(folder, name));
  const silentMs = () => nowOnDiskMs() - Math.max(...written.map(changedMs));
  return isAlive(owner, { silentMs, isOurs });
}

/** null where the file is damaged: then nobody can be at work on it. */
export function readOwner(folder: string): Owner | null {
  try {
    return ownerSchema.parse(JSON.parse(readFileSync(join(folder, attemptNames.owner), 'utf8')));
  } catch {
    return null;
  }
}

function changedMs(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** Once it is over: what is in it stays as it is, and its checksums say so. */
export function sealAttempt(folder: string): void {
  diskFiles.remove(join(folder, attemptNames.spool));
  const files = readdirSync(folder, { withFileTypes: true }).filter(
    (entry) => entry.isFile() && entry.name !== checksumsName && !entry.name.includes('.unfinished'),
  );
  writeChecksums(folder, files.map(({ name }) => name).sort());
}

/**
 * Keeps a model of an attempt: the same file under another name where both lie on one disk, else a copy.
 *
 * @throws HeldoutError storage_full, storage_unavailable
 */
export function keepModel(from: string, to: string): void {
  const unfinished = `${to}.unfinished`;
  try {
    diskFiles.remove(unfinished);
    try {
      linkSync(from, unfinished);
    } catch {
      copyFileSync(from, unfinished);
    }
    renameSync(unfinished, to);
    diskFiles.syncFolder(dirname(to));
  } catch (error) {
    diskFiles.remove(unfinished);
    throw storageError(error, 'Keeping', to);
  }
}

/** @throws HeldoutError stale_attempt where another process has taken the run since */
export function requireNewest(runFolder: string, attempt: number): void {
  if (!existsSync(attemptFolder(runFolder, attempt + 1))) return;
  throw new HeldoutError(
    'stale_attempt',
    `Attempt ${attempt} in ${basename(runFolder)} is over: another process took the run, since this one was not heard of.`,
  );
}
