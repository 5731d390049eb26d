import { join } from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3';
import { removeUnfinishedBackups } from './backup';
import { type MigrationOptions, migrate } from './migrate';
import * as schema from './schema';

/**
 * One connection, held by the one server process for as long as it runs. Everything on it is synchronous, so a
 * transaction is never interleaved with another request's statements. Only files in db/ see this type.
 */
export interface Connection {
  readonly client: BetterSqlite.Database;
  readonly orm: BetterSQLite3Database<typeof schema>;
}

export interface ConnectionOptions extends MigrationOptions {
  /** Pages above which the database reports that the disk is full. */
  maxPages?: number;
}

/** A second process at the database is a mistake; it gets this long to go away before a write fails. */
const busyTimeoutMs = 5000;

/**
 * Opens the database file, creates it where there is none, and brings its tables up to date.
 *
 * @throws HeldoutError conflict where a newer version has written it (see migrate); SqliteError as SQLite says it (see
 *   storageFailure). The connection is closed then.
 */
export function connect(directory: string, options: ConnectionOptions): Connection {
  const client = new BetterSqlite(join(directory, 'heldout.db'));
  try {
    client.pragma(`busy_timeout = ${busyTimeoutMs}`);
    client.pragma('journal_mode = WAL');
    client.pragma('foreign_keys = ON');
    // What was acknowledged survives a power cut: in WAL mode, NORMAL would not promise it.
    client.pragma('synchronous = FULL');
    if (options.maxPages !== undefined) client.pragma(`max_page_count = ${options.maxPages}`);
    removeUnfinishedBackups(directory);
    migrate(client, directory, options);
    return { client, orm: drizzle(client, { schema }) };
  } catch (error) {
    client.close();
    throw error;
  }
}
