import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { openStore } from '@/db/store';

const migrationsDirectory = 'db/migrations';
let home = '';
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** A data directory as the first released schema left it. */
function databaseOfFirstSchema(): BetterSqlite.Database {
  home = mkdtempSync(join(tmpdir(), 'heldout-migrations-'));
  const first = join(home, 'first-migrations');
  mkdirSync(join(first, 'meta'), { recursive: true });
  const journal = JSON.parse(readFileSync(join(migrationsDirectory, 'meta', '_journal.json'), 'utf8'));
  const only = { ...journal, entries: journal.entries.slice(0, 1) };
  writeFileSync(join(first, 'meta', '_journal.json'), JSON.stringify(only));
  const initial = '0000_initial.sql';
  writeFileSync(join(first, initial), readFileSync(join(migrationsDirectory, initial)));
  openStore(home, { migrationsDirectory: first }).close();
  return new BetterSqlite(join(home, 'heldout.db'));
}

describe('a data directory of the first schema', () => {
  it('keeps its sweeps, whose target words are called what they are', () => {
    const old = databaseOfFirstSchema();
    old.exec(`
      INSERT INTO corpora VALUES ('c', 'pairs', 'Pairs', 'en', 'zh', '', '', 0, 1, 1, '{}', 'f', 1, 0);
      INSERT INTO sweeps VALUES ('s', 'c',
        '{"name":"a","corpus":"pairs","base":{"targetTokenizer":"words"},"factors":{"targetTokenizer":["characters","words"],"heads":[1]}}',
        '[]', 1, 0);
      INSERT INTO variants VALUES ('s', 0, '{"targetTokenizer":"words"}', '{"targetTokenizer":"words"}',
        '{"sourceTokenizer":"words","targetTokenizer":"words"}', 1);
    `);
    old.close();
    const store = openStore(home, { migrationsDirectory });
    try {
      expect(store.sweeps.find('s')?.spec).toMatchObject({
        name: 'a',
        // Keys that came later have their defaults.
        retries: 2,
        stopping: { kind: 'none' },
        base: { targetTokenizer: 'segmenter' },
        factors: { targetTokenizer: ['characters', 'segmenter'], heads: [1] },
      });
      expect(store.sweeps.variant('s', 0)).toMatchObject({
        levels: { targetTokenizer: 'segmenter' },
        settings: { targetTokenizer: 'segmenter' },
        config: { sourceTokenizer: 'words', targetTokenizer: 'segmenter' },
      });
    } finally {
      store.close();
    }
  });
});
