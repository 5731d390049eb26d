import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { HeldoutError } from '@/lib/domain/errors';
import { importCorpus, listCorpora } from '@/lib/server/corpora';
import { closeServer, openServer } from '@/lib/server/server';
import { createSweep, listSweeps } from '@/lib/server/sweeps';
import { openTestServer, smallSpec, somePairs, temporaryHome } from '../lib/server/harness';

function failureOf(action: () => unknown): HeldoutError {
  try {
    action();
  } catch (error) {
    if (error instanceof HeldoutError) return error;
    throw error;
  }
  throw new Error('expected a failure');
}

async function* oneChunk(text: string) {
  yield Buffer.from(text);
}

describe('the data directory', () => {
  it('is made private, with a database in WAL mode and tokens for their owner alone', () => {
    const { context } = openTestServer({ home: join(temporaryHome(), 'new') });
    expect(statSync(context.home).mode & 0o777).toBe(0o700);
    expect(statSync(join(context.home, 'tokens.json')).mode & 0o777).toBe(0o600);
    const file = new BetterSqlite(join(context.home, 'heldout.db'), { readonly: true });
    expect(file.pragma('journal_mode', { simple: true })).toBe('wal');
    file.close();
  });

  it('keeps its tokens, corpora and sweeps when it is opened again', async () => {
    const { context } = openTestServer();
    const { sweep } = await createSweep(smallSpec);
    closeServer();
    const again = openServer({ home: context.home });
    expect(again.tokens).toEqual(context.tokens);
    expect(listSweeps().map(({ id }) => id)).toEqual([sweep.id]);
    expect(listCorpora().map(({ slug }) => slug)).toEqual(['compiler-messages', 'phrasebook']);
  });

  it('says where it cannot be created and the way out', () => {
    const file = join(temporaryHome(), 'file');
    writeFileSync(file, '');
    const home = join(file, 'home');
    const failure = failureOf(() => openTestServer({ home }));
    expect(failure.code).toBe('storage_unavailable');
    expect(failure.message).toContain(home);
    expect(failure.message).toContain('HELDOUT_HOME');
  });

  it.skipIf(process.getuid?.() === 0)('says that it may not write', () => {
    const home = temporaryHome();
    chmodSync(home, 0o500);
    expect(failureOf(() => openTestServer({ home })).code).toBe('storage_unavailable');
    chmodSync(home, 0o700);
  });

  it('says where the database is none', () => {
    const home = temporaryHome();
    writeFileSync(join(home, 'heldout.db'), 'x'.repeat(5000));
    const failure = failureOf(() => openTestServer({ home }));
    expect(failure.code).toBe('storage_unavailable');
    expect(failure.message).toContain('SQLITE_NOTADB');
  });

  it('says which file to delete where tokens.json is broken', () => {
    const home = temporaryHome();
    writeFileSync(join(home, 'tokens.json'), '{}');
    expect(failureOf(() => openTestServer({ home })).message).toContain(join(home, 'tokens.json'));
  });

  it('is tried again after a failure', () => {
    const home = temporaryHome();
    mkdirSync(join(home, 'heldout.db'));
    expect(failureOf(() => openTestServer({ home })).code).toBe('storage_unavailable');
    expect(openTestServer().context.home).not.toBe(home);
  });
});

describe('a full disk', () => {
  /** Reopened so that the database cannot grow by a page. */
  function openFull() {
    const { context } = openTestServer();
    closeServer();
    return openTestServer({ home: context.home, maxPages: 1 }).context;
  }

  it('leaves no half of a sweep behind', async () => {
    openFull();
    const manySeeds = { ...smallSpec, seeds: Array.from({ length: 500 }, (_, i) => i) };
    await expect(createSweep(manySeeds)).rejects.toMatchObject({
      code: 'storage_full',
      message: expect.stringContaining('free some space'),
    });
    expect(listSweeps()).toEqual([]);
  });

  it('leaves neither file nor row of a corpus behind', async () => {
    const context = openFull();
    const files = () => readdirSync(join(context.home, 'corpora'));
    const importFile = (pairs: number) => {
      const lines = somePairs(pairs).map(({ source, target }) => `${source}\t${target}\n`);
      return importCorpus(oneChunk(lines.join('')), { name: 'my file' });
    };
    // The first few rows still fit in the pages that there are.
    let stored = files();
    let failure: unknown;
    for (let pairs = 1; failure === undefined; pairs++) {
      stored = files();
      failure = await importFile(pairs).then(
        () => undefined,
        (error: unknown) => error,
      );
    }
    expect(failure).toMatchObject({ code: 'storage_full' });
    expect(files()).toEqual(stored);
    expect(listCorpora()).toHaveLength(stored.length);
  });
});
