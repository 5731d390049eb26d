import type BetterSqlite from 'better-sqlite3';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { HeldoutError } from '@/lib/domain/errors';
import { backUpBeforeMigration } from './backup';

export interface MigrationOptions {
  migrationsDirectory: string;
  /** Names the backup that is made before. Milliseconds since the Unix epoch. */
  now?: (() => number) | undefined;
  /** Called after each statement, counted from 1, before anything is committed: where a test ends the process. */
  afterStatement?: ((statement: number) => void) | undefined;
}

/**
 * Brings the tables of a database up to date, all steps in one transaction: whatever ends the process, what is found
 * next is the old schema or the new one. A database that has something in it is backed up first. The record of what has
 * been applied is drizzle's, whose own migrator has no backup, no check of references, and drops rows that refer to a
 * table that is rebuilt.
 *
 * @throws HeldoutError conflict where another version has written the database, storage_full and storage_unavailable
 *   where it cannot be backed up: nothing has changed then; SqliteError as SQLite says it
 */
export function migrate(client: BetterSqlite.Database, directory: string, options: MigrationOptions): void {
  const known = readMigrationFiles({ migrationsFolder: options.migrationsDirectory });
  const applied = appliedTimes(client);
  const isPrefix = applied.every((time, index) => known[index]?.folderMillis === time);
  if (!isPrefix) throw writtenByAnother(directory, applied.length, known.length);
  const pending = known.slice(applied.length);
  if (pending.length === 0) return;
  if (applied.length > 0) {
    backUpBeforeMigration(client, directory, {
      migration: applied.length,
      nowMs: (options.now ?? Date.now)(),
    });
  }
  // Rebuilding a table drops it, which would delete what refers to it; within a transaction this cannot be switched.
  client.pragma('foreign_keys = OFF');
  client.transaction(() => apply(client, pending, options.afterStatement)).immediate();
  client.pragma('foreign_keys = ON');
}

type Migration = ReturnType<typeof readMigrationFiles>[number];

function apply(
  client: BetterSqlite.Database,
  pending: readonly Migration[],
  afterStatement: MigrationOptions['afterStatement'],
): void {
  let count = 0;
  const execute = (statement: string) => {
    client.exec(statement);
    count++;
    afterStatement?.(count);
  };
  execute(
    'CREATE TABLE IF NOT EXISTS __drizzle_migrations (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric)',
  );
  for (const { sql, hash, folderMillis } of pending) {
    for (const statement of sql) execute(statement);
    execute(`INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('${hash}', ${folderMillis})`);
  }
  const dangling = client.prepare('PRAGMA foreign_key_check').all();
  if (dangling.length > 0) {
    throw new HeldoutError(
      'internal',
      `Upgrading the database: ${dangling.length} rows would refer to rows that are not there (${JSON.stringify(dangling[0])}); nothing was changed, please report this.`,
    );
  }
}

/** When the migrations that a database has had were made, in order; none where it is new. */
function appliedTimes(client: BetterSqlite.Database): number[] {
  const table = client.prepare("SELECT 1 FROM sqlite_master WHERE name = '__drizzle_migrations'").get();
  if (!table) return [];
  return client
    .prepare('SELECT created_at FROM __drizzle_migrations ORDER BY created_at')
    .pluck()
    .all()
    .map(Number);
}

function writtenByAnother(directory: string, applied: number, known: number): HeldoutError {
  const what =
    applied > known
      ? `a newer version of Heldout (its schema has ${applied} migrations, this version knows ${known})`
      : `a version of Heldout whose migrations are others than this one's ${known}`;
  return new HeldoutError(
    'conflict',
    `Opening the database: ${directory} was last opened by ${what}; start that version, or put back the backup of before the upgrade from ${directory}/backups.`,
  );
}
