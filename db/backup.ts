import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { storageFailure } from './failures';

/** Backups made before migrations that are kept. */
const keptBackups = 5;
/** Pages copied between two other events of the process: 4 MB, a few milliseconds. */
const pagesAtOnce = 1000;

const unfinished = /^unfinished-.*\.db(-journal|-wal|-shm)?$/;
const beforeMigration = /^before-\d{4}-.*\.db$/;

/** The folder of backups in a data directory, made where it is missing. */
export function backupsFolder(directory: string): string {
  const folder = join(directory, 'backups');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/**
 * Copies the database to `backups/before-NNNN-DATE.db`, whole or not at all, and removes all but the newest five of
 * these. Synchronous: the database is being opened, nothing else happens yet.
 *
 * @throws HeldoutError storage_full, storage_unavailable
 */
export function backUpBeforeMigration(
  client: BetterSqlite.Database,
  directory: string,
  { migration, nowMs }: { migration: number; nowMs: number },
): void {
  const number = String(migration).padStart(4, '0');
  const date = new Date(nowMs).toISOString().replaceAll(/[:.]/g, '-');
  try {
    const folder = backupsFolder(directory);
    const partial = join(folder, `unfinished-${number}.db`);
    try {
      // SQLite refuses to vacuum into a file that has something in it.
      rmSync(partial, { force: true });
      client.prepare('VACUUM INTO ?').run(partial);
      toDisk(partial);
      renameSync(partial, join(folder, `before-${number}-${date}.db`));
      toDisk(folder);
    } finally {
      removeUnfinishedBackups(directory);
    }
    const made = readdirSync(folder).filter((name) => beforeMigration.test(name));
    // Ordered by date, not by number: an older version may have been put back in between.
    made.sort((a, b) => a.slice('before-0000-'.length).localeCompare(b.slice('before-0000-'.length)));
    for (const name of made.slice(0, -keptBackups)) rmSync(join(folder, name), { force: true });
  } catch (error) {
    const operation = 'Backing up the database before its upgrade, which was not begun';
    throw storageFailure(error, directory, operation);
  }
}

/**
 * Copies the database to a file while it is written to: what was committed before the call is in it, and of what is
 * committed while it runs each transaction is in it whole or not at all. The file is on disk when this resolves.
 *
 * @throws HeldoutError storage_full, storage_unavailable; the file is removed then
 */
export async function backUpTo(
  client: BetterSqlite.Database,
  directory: string,
  path: string,
): Promise<void> {
  try {
    await client.backup(path, { progress: () => pagesAtOnce });
    // As it is copied, it would want a log beside it wherever it is read.
    const copy = new BetterSqlite(path);
    copy.pragma('journal_mode = DELETE');
    copy.close();
    toDisk(path);
  } catch (error) {
    rmSync(path, { force: true });
    throw storageFailure(error, directory, 'Backing up the database');
  }
}

/** Removes what a process that was killed has left behind. */
export function removeUnfinishedBackups(directory: string): void {
  const folder = backupsFolder(directory);
  for (const name of readdirSync(folder)) {
    if (unfinished.test(name)) rmSync(join(folder, name), { force: true });
  }
}

function toDisk(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
