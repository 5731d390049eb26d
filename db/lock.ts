import { join } from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { HeldoutError } from '@/lib/domain/errors';

/** A server that was killed a moment ago may still be going. */
const patienceMs = 2000;

/**
 * Claims a data directory for this process: two servers would both write, and neither would hear of the other's
 * changes. The claim is SQLite's exclusive lock on an empty file beside the database, so the system itself drops it
 * with the process, however that ends, and other programs may still read the database.
 *
 * @returns gives the claim back
 * @throws HeldoutError conflict where another process holds it
 */
export function lockDirectory(directory: string): () => void {
  const lock = new BetterSqlite(join(directory, 'server.lock'), { timeout: patienceMs });
  try {
    // There is nothing to write, so nothing to keep a journal of on disk.
    lock.pragma('journal_mode = MEMORY');
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (!(error instanceof BetterSqlite.SqliteError && error.code.startsWith('SQLITE_BUSY'))) throw error;
    throw new HeldoutError(
      'conflict',
      `Opening the database: another Heldout server has ${directory} open; use that one, stop it, or set HELDOUT_HOME to another directory.`,
      { cause: error },
    );
  }
  return () => lock.close();
}
