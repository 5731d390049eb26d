import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { getTableConfig, SQLiteTable } from 'drizzle-orm/sqlite-core';
import { afterEach, describe, expect, it } from 'vitest';
import { checkIntegrity } from '@/db/integrity';
import * as schema from '@/db/schema';
import { openStore } from '@/db/store';
import { getCurves } from '@/lib/server/curves';
import { getHypotheses, getRun } from '@/lib/server/runs';
import { getSweep, listSweeps } from '@/lib/server/sweeps';
import { openTestServer } from '../lib/server/harness';
import {
  contentOf,
  firstMigrations,
  freshSchema,
  migrationsDirectory,
  releasedDirectory,
  releases,
} from './releases';

const homes: string[] = [];
afterEach(() => {
  for (const home of homes.splice(0)) rmSync(home, { recursive: true, force: true });
});

function directoryOf(release: string): string {
  const home = releasedDirectory(release);
  homes.push(home);
  return home;
}

const backupsIn = (home: string) => readdirSync(join(home, 'backups')).sort();
const journal: { entries: { tag: string }[] } = JSON.parse(
  readFileSync(join(migrationsDirectory, 'meta', '_journal.json'), 'utf8'),
);

describe.each(releases)('a data directory of release %s', (release) => {
  it('becomes one like a new one, with every row that it had', () => {
    const home = directoryOf(release);
    const before = contentOf(home);
    openStore(home, { migrationsDirectory }).close();
    const after = contentOf(home);
    expect(after.schema).toEqual(freshSchema());
    for (const [table, rows] of before.tables) {
      if (table === '__drizzle_migrations') continue;
      // What 0001 renames: tests/integration/db/migrations.test.ts looks at that itself.
      const text = (value: unknown) =>
        typeof value === 'string'
          ? value.replace(/("targetTokenizer":(\["characters",)?)"words"/g, '$1"segmenter"')
          : value;
      const known = rows.map((row) =>
        expect.objectContaining(
          Object.fromEntries(Object.entries(row).map(([column, value]) => [column, text(value)])),
        ),
      );
      expect(after.tables.get(table)).toEqual(known);
    }
  });

  it('is sound, and its sweeps and runs are read as before', () => {
    const home = directoryOf(release);
    openTestServer({ home });
    const sweeps = listSweeps();
    expect(sweeps.map(({ name }) => name)).toContain('tokens');
    const tokens = sweeps.find(({ name }) => name === 'tokens');
    const { runs } = getSweep(tokens?.id ?? '');
    expect(runs.map(({ state }) => state)).toEqual(['finished', 'failed', 'running', 'queued']);
    const [finished, failed] = runs;
    expect(finished?.result.atBest).toMatchObject({ 'validation/loss': 3, 'test/bleu': 31 });
    expect(failed?.error).toEqual({ code: 'diverged', message: 'the loss is NaN' });
    expect(failed?.result.last).toEqual({ 'validation/loss': Number.POSITIVE_INFINITY });
    expect(getRun(finished?.id ?? '').run.seed).toBe(1);
    const curves = getCurves({ runIds: [finished?.id ?? ''], metrics: [], buckets: 100 }).runs[0]?.curves;
    const running = curves?.find(({ metric }) => metric === 'train/runningLoss');
    expect(running?.values).toEqual(Array.from({ length: 40 }, (_, i) => 5 - i / 10));
    if (release >= '0001') {
      expect(getHypotheses(finished?.id ?? '', 'best').sentences.map(({ hypothesis }) => hypothesis)).toEqual(
        ['一', '三'],
      );
    }
    if (release >= '0003') {
      const kept = sweeps.find(({ name }) => name === 'a model is kept');
      expect(kept).toMatchObject({ owner: 'Ada', tags: ['baseline', '基线'], archived: true });
      const [run] = getSweep(kept?.id ?? '').runs;
      expect(getRun(run?.id ?? '').models).toMatchObject([{ moment: 'best', step: 10, epoch: 2, bytes: 14 }]);
    }
    const client = new BetterSqlite(join(home, 'heldout.db'), { readonly: true });
    expect(checkIntegrity(client).filter(({ ok }) => !ok)).toEqual([]);
    client.close();
  });

  it('holds the very migrations that are here: what is released is not edited', () => {
    const applied = contentOf(directoryOf(release)).tables.get('__drizzle_migrations') ?? [];
    const hashes = journal.entries
      .slice(0, applied.length)
      .map(({ tag }) => createHash('sha256').update(readFileSync(join(migrationsDirectory, `${tag}.sql`))));
    const inOrder = applied.toSorted((a, b) => Number(a['created_at']) - Number(b['created_at']));
    expect(inOrder.map(({ hash }) => hash)).toEqual(hashes.map((hash) => hash.digest('hex')));
    expect(`${journal.entries[applied.length - 1]?.tag}.sql`).toBe(release);
  });
});

describe('an upgrade', () => {
  const oldest = releases[0] ?? '';
  const nowMs = Date.UTC(2026, 0, 2, 3, 4, 5);

  it('is begun by a backup of what there was, which opens as that', () => {
    const home = directoryOf(oldest);
    const before = contentOf(home);
    openStore(home, { migrationsDirectory, now: () => nowMs }).close();
    expect(backupsIn(home)).toEqual(['before-0001-2026-01-02T03-04-05-000Z.db']);
    const copy = directoryOf(oldest);
    writeFileSync(
      join(copy, 'heldout.db'),
      readFileSync(join(home, 'backups', 'before-0001-2026-01-02T03-04-05-000Z.db')),
    );
    expect(contentOf(copy)).toEqual(before);
  });

  it('makes no backup where there is nothing to upgrade, nor of a new data directory', () => {
    const home = directoryOf(oldest);
    rmSync(join(home, 'heldout.db'));
    openStore(home, { migrationsDirectory }).close();
    openStore(home, { migrationsDirectory }).close();
    expect(backupsIn(home)).toEqual([]);
  });

  it('keeps the newest five backups, and removes what a killed one has left', () => {
    const home = directoryOf(oldest);
    mkdirSync(join(home, 'backups'));
    for (let day = 1; day <= 6; day++) {
      writeFileSync(join(home, 'backups', `before-0001-2025-01-0${day}T00-00-00-000Z.db`), '');
    }
    for (const name of ['unfinished-0001.db', 'unfinished-0001.db-journal', 'my own copy.db']) {
      writeFileSync(join(home, 'backups', name), 'x');
    }
    openStore(home, { migrationsDirectory, now: () => nowMs }).close();
    expect(backupsIn(home)).toEqual([
      ...[3, 4, 5, 6].map((day) => `before-0001-2025-01-0${day}T00-00-00-000Z.db`),
      'before-0001-2026-01-02T03-04-05-000Z.db',
      'my own copy.db',
    ]);
  });

  it('is not begun where the backup cannot be written', () => {
    const home = directoryOf(oldest);
    const before = contentOf(home);
    writeFileSync(join(home, 'backups'), 'a file where the folder should be');
    expect(() => openStore(home, { migrationsDirectory })).toThrow(
      expect.objectContaining({ code: 'storage_unavailable' }),
    );
    expect(contentOf(home)).toEqual(before);
  });

  it('that fails at any statement changes nothing', () => {
    const home = directoryOf(oldest);
    const before = contentOf(home);
    let last = 0;
    for (let failAt = 1; ; failAt++) {
      const failing = (statement: number) => {
        last = statement;
        if (statement === failAt) throw new Error('injected');
      };
      try {
        openStore(home, { migrationsDirectory, afterStatement: failing }).close();
        break;
      } catch (error) {
        expect(error).toMatchObject({ message: 'injected' });
        expect(contentOf(home)).toEqual(before);
      }
    }
    expect(last).toBeGreaterThan(20);
    expect(contentOf(home).schema).toEqual(freshSchema());
  });

  it('keeps rows that refer to a table that is rebuilt', () => {
    const home = directoryOf(oldest);
    const folder = firstMigrations(home, 1);
    const meta = join(folder, 'meta', '_journal.json');
    const first = JSON.parse(readFileSync(meta, 'utf8'));
    const [initial] = first.entries;
    const rebuild = { ...initial, idx: 1, when: initial.when + 1, tag: '0001_rebuild' };
    writeFileSync(meta, JSON.stringify({ ...first, entries: [initial, rebuild] }));
    writeFileSync(
      join(folder, '0001_rebuild.sql'),
      [
        'CREATE TABLE new_runs AS SELECT * FROM runs',
        'DROP TABLE runs',
        'ALTER TABLE new_runs RENAME TO runs',
        'CREATE UNIQUE INDEX runs_id_unique ON runs (id)',
      ].join(';--> statement-breakpoint\n'),
    );
    const points = contentOf(home).tables.get('point_chunks');
    expect(points?.length).toBeGreaterThan(0);
    openStore(home, { migrationsDirectory: folder }).close();
    expect(contentOf(home).tables.get('point_chunks')).toEqual(points);
  });

  it('that would leave rows without what they refer to is undone', () => {
    const home = directoryOf(oldest);
    const folder = firstMigrations(home, 1);
    const meta = join(folder, 'meta', '_journal.json');
    const first = JSON.parse(readFileSync(meta, 'utf8'));
    const [initial] = first.entries;
    const careless = { ...initial, idx: 1, when: initial.when + 1, tag: '0001_careless' };
    writeFileSync(meta, JSON.stringify({ ...first, entries: [initial, careless] }));
    writeFileSync(join(folder, '0001_careless.sql'), 'DELETE FROM corpora');
    const before = contentOf(home);
    expect(() => openStore(home, { migrationsDirectory: folder })).toThrow('nothing was changed');
    expect(contentOf(home)).toEqual(before);
  });
});

describe('a database of a newer version', () => {
  it('is refused in one sentence and left as it is', () => {
    const home = directoryOf(releases[0] ?? '');
    openStore(home, { migrationsDirectory }).close();
    const before = contentOf(home);
    const count = journal.entries.length;
    const older = firstMigrations(home, count - 1);
    expect(() => openStore(home, { migrationsDirectory: older })).toThrow(
      expect.objectContaining({
        code: 'conflict',
        message: expect.stringContaining(
          `was last opened by a newer version of Heldout (its schema has ${count} migrations, this version knows ${count - 1})`,
        ),
      }),
    );
    expect(contentOf(home)).toEqual(before);
  });
});

describe('the migrations', () => {
  it('make the tables and columns that the program knows', () => {
    const home = directoryOf(releases[0] ?? '');
    openStore(home, { migrationsDirectory }).close();
    const client = new BetterSqlite(join(home, 'heldout.db'), { readonly: true });
    for (const table of Object.values(schema)) {
      if (!(table instanceof SQLiteTable)) continue;
      const { name, columns } = getTableConfig(table);
      const known = columns.map((column) => ({
        name: column.name,
        type: column.getSQLType(),
        notnull: column.notNull ? 1 : 0,
      }));
      const actual = client
        .prepare<[string], { name: string; type: string; notnull: number }>(
          'SELECT name, lower(type) AS type, "notnull" FROM pragma_table_info(?)',
        )
        .all(name);
      const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name);
      expect(actual.toSorted(byName), name).toEqual(known.toSorted(byName));
    }
    client.close();
  });
});
