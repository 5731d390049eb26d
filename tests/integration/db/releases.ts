import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { openStore } from '@/db/store';

export const migrationsDirectory = 'db/migrations';
const releasedFolder = 'db/released';

/** The released schemas, the oldest first: small databases that each release has written itself (db/dump.ts). */
export const releases = readdirSync(releasedFolder)
  .filter((name) => name.endsWith('.sql'))
  .sort();

/** A data directory as a release left it; remove it after use. */
export function releasedDirectory(release: string): string {
  const home = mkdtempSync(join(tmpdir(), 'heldout-release-'));
  const client = new BetterSqlite(join(home, 'heldout.db'));
  client.pragma('journal_mode = WAL');
  client.exec(readFileSync(join(releasedFolder, release), 'utf8'));
  client.close();
  return home;
}

/** Copies of a database's rows, by table, and of its schema. */
export interface Content {
  tables: Map<string, Record<string, unknown>[]>;
  schema: string[];
}

export function contentOf(home: string): Content {
  const client = new BetterSqlite(join(home, 'heldout.db'), { readonly: true });
  try {
    const names = client
      .prepare<[], string>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
      .pluck()
      .all();
    const rows = (table: string) =>
      client.prepare<[], Record<string, unknown>>(`SELECT * FROM "${table}" ORDER BY 1, 2`).all();
    return { tables: new Map(names.map((name) => [name, rows(name)])), schema: schemaOf(client) };
  } finally {
    client.close();
  }
}

/** Statements that made the schema. Drizzle's record of migrations is left out: it was laid out otherwise by drizzle. */
function schemaOf(client: BetterSqlite.Database): string[] {
  return client
    .prepare<[], string>(
      "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT IN ('sqlite_sequence', '__drizzle_migrations') ORDER BY name",
    )
    .pluck()
    .all();
}

/** The schema of a data directory that is made today. */
export function freshSchema(): string[] {
  const home = mkdtempSync(join(tmpdir(), 'heldout-fresh-'));
  try {
    openStore(home, { migrationsDirectory }).close();
    return contentOf(home).schema;
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** A folder with the first so many migrations, as an earlier version of the program has it. */
export function firstMigrations(home: string, count: number): string {
  const folder = join(home, `first-${count}-migrations`);
  mkdirSync(join(folder, 'meta'), { recursive: true });
  const journal = JSON.parse(readFileSync(join(migrationsDirectory, 'meta', '_journal.json'), 'utf8'));
  const entries: { tag: string }[] = journal.entries.slice(0, count);
  for (const { tag } of entries) {
    copyFileSync(join(migrationsDirectory, `${tag}.sql`), join(folder, `${tag}.sql`));
  }
  writeJournal(folder, { ...journal, entries });
  return folder;
}

function writeJournal(folder: string, journal: object): void {
  writeFileSync(join(folder, 'meta', '_journal.json'), JSON.stringify(journal));
}
