import { appendFileSync, closeSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { checkIntegrity } from '@/db/integrity';
import { checkDatabase, checkDataDirectory } from '@/lib/server/integrity';
import { closeServer } from '@/lib/server/server';
import { createSweep } from '@/lib/server/sweeps';
import { openTestServer, points, register, report, requireLease, smallSpec } from '../lib/server/harness';

async function directoryWithRun() {
  const { context } = openTestServer();
  await createSweep(smallSpec);
  const run = await requireLease(register());
  report(run, 1, {
    points: [points('validation/loss', { 1: 5, 2: 4 })],
    artifacts: [
      {
        name: 'target-tokenizer',
        mediaType: 'application/json',
        text: '{}',
        // SHA-256 of {}
        sha256: '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a',
      },
    ],
  });
  report(run, 2, { points: [points('validation/loss', { 3: 3 })] });
  return { home: context.home, runId: run.runId };
}

function problemsAfter(home: string, sql: string): string[] {
  const client = new BetterSqlite(join(home, 'heldout.db'));
  client.pragma('foreign_keys = OFF');
  client.exec(sql);
  const checks = checkIntegrity(client);
  client.close();
  return checks.filter(({ ok }) => !ok).map(({ name, detail }) => `${name}: ${detail}`);
}

describe('the check of a data directory', () => {
  it('finds nothing where all is well, while the server has it open', async () => {
    await directoryWithRun();
    expect((await checkDataDirectory()).map(({ name, ok }) => [name, ok])).toEqual([
      ['database pages', true],
      ['database references', true],
      ['database curves', true],
      ['database runs', true],
      ['database artifacts', true],
      ['corpus files', true],
      ['model files', true],
    ]);
  });

  it.each([
    ["UPDATE runs SET sweep_id = 'gone' WHERE position = 1", 'refers to nothing in sweeps'],
    ["UPDATE runs SET lease_token = NULL WHERE state = 'running'", 'is running, but nobody holds its lease'],
    ["UPDATE runs SET state = 'finished' WHERE position = 2", 'has ended, but no one knows when'],
    ['DELETE FROM variants WHERE variant_index = 0', 'is of a variant that its sweep does not have'],
    [
      'UPDATE point_chunks SET steps = zeroblob(length(steps)) WHERE first_step = 3',
      'does not begin where it says',
    ],
    ['UPDATE point_chunks SET count = 9 WHERE first_step = 1', 'its columns are not those of 9 points'],
    [
      "UPDATE point_chunks SET steps = X'0100000005000000', last_step = 5 WHERE first_step = 1",
      'at step 3: step 3 comes after step 5',
    ],
    ["UPDATE artifact_contents SET content = '{ }'", 'the content of the artifact 44136fa355b3… is another'],
  ])('finds what is wrong after %s', async (sql, finding) => {
    const { home } = await directoryWithRun();
    expect(problemsAfter(home, sql)).toContainEqual(expect.stringContaining(finding));
  });

  it('finds pages that were overwritten', async () => {
    const { home } = await directoryWithRun();
    closeServer();
    const file = openSync(join(home, 'heldout.db'), 'r+');
    for (let page = 2; page < 12; page++) writeSync(file, Buffer.alloc(2048, 0xa5), 0, 2048, page * 4096);
    closeSync(file);
    const checks = await checkDatabase(join(home, 'heldout.db'));
    expect(checks.find(({ name }) => name === 'database pages')?.ok).toBe(false);
  });

  it('says that a file which is not there cannot be read, and the way out', async () => {
    const { home } = await directoryWithRun();
    await expect(checkDatabase(join(home, 'absent.db'))).rejects.toThrow(
      /it could not be read \(.*unable to open.*\); put back a backup/,
    );
  });

  it('finds corpora whose files are gone or changed', async () => {
    const { home } = await directoryWithRun();
    const folder = join(home, 'corpora');
    const [first = '', second = ''] = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
    rmSync(join(folder, first));
    appendFileSync(join(folder, second), ' ');
    const files = (await checkDataDirectory()).find(({ name }) => name === 'corpus files');
    expect(files?.ok).toBe(false);
    expect(files?.detail).toMatch(/is missing/);
    expect(files?.detail).toMatch(/has \d+ bytes, expected \d+/);
  });
});
