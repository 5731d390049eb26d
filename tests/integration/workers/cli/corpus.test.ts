import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { importedCorpusSchema } from '@/lib/domain/api';
import { corpusSchema } from '@/lib/domain/corpus';
import { corpusAnalysisSchema } from '@/lib/domain/corpusAnalysis';
import { importPreviewSchema } from '@/lib/domain/corpusImport';
import { heldout, type RunningHeldout, startHeldout, temporaryHome } from '@/tests/heldoutProgram';
import { referenceFile } from '@/tests/referenceFiles';
import { archiveServer } from '../../lib/server/archiveServer';

const tatoeba = referenceFile('data/tatoeba-cmn-eng.tsv');

const { home, remove } = temporaryHome();
const env = { HELDOUT_HOME: home };
let server: RunningHeldout;
beforeAll(async () => {
  server = await startHeldout({ home, workers: 0 });
});
afterAll(async () => {
  await server.stop();
  remove();
});

function file(name: string, content: string | Uint8Array): string {
  const folder = join(home, 'files');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const manyLines = Array.from({ length: 500 }, (_, i) => `I see ${i} cats.\t我看到${i}只猫。\n`).join('');

describe('heldout corpus import', () => {
  it('takes columns, languages, filters and licence, and says what each filter left out', async () => {
    const text = 'number;english;chinese\n1;Hi.;嗨。\n2;Bye for now.;再见。\n3;12;12\n4;Ｏｋ then.;好吧。\n';
    const columns = ['--source-column', 'english', '--target-column', 'chinese'];
    const filters = ['--min-length', '2', '--letters', '--fold-width', '--target-language', 'zh-Hans'];
    const args = ['corpus', 'import', file('by-name.csv', text), ...columns, ...filters];
    const { code, stdout, stderr } = await heldout([...args, '--licence', 'CC0', '--json'], env);
    expect(code, stderr).toBe(0);
    const corpus = importedCorpusSchema.parse(JSON.parse(stdout));
    expect(corpus).toMatchObject({
      slug: 'by-name',
      pairCount: 3,
      targetLanguage: 'zh-Hans',
      licence: 'CC0',
      detected: { format: 'csv', delimiter: ';', hasHeader: true },
    });
    expect(Object.values(corpus.removed).reduce((sum, count) => sum + count, 0)).toBe(1);
    const again = await heldout(args, env);
    expect(again).toMatchObject({
      code: 0,
      stdout: 'by-name\n',
      stderr: expect.stringMatching(/left out: 1 /),
    });
  });

  it('takes both files of a Moses corpus, and a packed file under its own name', async () => {
    const [english, chinese] = [file('news.en', 'One.\nTwo.\n'), file('news.zh', '一。\n二。\n')];
    expect(await heldout(['corpus', 'import', english, chinese], env)).toMatchObject({
      code: 0,
      stdout: 'news\n',
    });
    const packed = file('cats.tsv.gz', gzipSync(new TextEncoder().encode(manyLines)));
    expect(await heldout(['corpus', 'import', packed], env)).toMatchObject({ code: 0, stdout: 'cats\n' });
  });

  it('previews a file, with the sentence of its refusal, and stores nothing', async () => {
    const good = file('preview.tsv', manyLines);
    const { code, stdout } = await heldout(['corpus', 'import', good, '--preview', '--json'], env);
    expect(code).toBe(0);
    expect(importPreviewSchema.parse(JSON.parse(stdout))).toMatchObject({ pairsRead: 500, problem: null });
    const bad = file('preview-bad.tsv', `${manyLines}one column\n`);
    const refused = await heldout(['corpus', 'import', bad, '--preview'], env);
    expect(refused).toMatchObject({ code: 2, stdout: expect.stringContaining('I see 3 cats.') });
    expect(refused.stderr).toContain('line 501');
    expect((await heldout(['corpus', 'list'], env)).stdout).not.toContain('preview');
  });

  it('names a file that cannot be read, and an option that is wrong, before anything is sent', async () => {
    expect(await heldout(['corpus', 'import', 'absent.tsv'], env)).toMatchObject({
      code: 2,
      stderr: 'heldout: cannot read the corpus file absent.tsv (ENOENT)\n',
    });
    expect(await heldout(['corpus', 'import', home], env)).toMatchObject({ code: 2 });
    const language = ['--source-language', 'English (British)'];
    expect(await heldout(['corpus', 'import', file('a.tsv', manyLines), ...language], env)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('sourceLanguage'),
    });
  });
});

describe('heldout corpus show', () => {
  const answer = z.object({ corpus: corpusSchema, analysis: corpusAnalysisSchema });

  it('has the licence, the fingerprint and the split of a corpus, with its counted overlap', async () => {
    const { code, stdout } = await heldout(['corpus', 'show', 'compiler-messages'], env);
    expect(code).toBe(0);
    expect(stdout).toContain('Apache-2.0');
    expect(stdout).toMatch(/fingerprint +[0-9a-f]{64}/);
    expect(stdout).toMatch(/^test +/m);
    expect(stdout).toMatch(/^0 of the \d+ test groups occur in training/m);
    expect(await heldout(['corpus', 'show', 'absent'], env)).toMatchObject({ code: 2 });
  });

  it.skipIf(!tatoeba)('has the counts of Tatoeba', async () => {
    expect((await heldout(['corpus', 'import', tatoeba ?? '', '--name', 'Tatoeba'], env)).code).toBe(0);
    const { stdout } = await heldout(['corpus', 'show', 'tatoeba', '--json'], env);
    const { corpus, analysis } = answer.parse(JSON.parse(stdout));
    // Counted by hand beside the file: 29,155 pairs of which 100 are exact duplicates, 27,661 English sentences.
    expect(corpus).toMatchObject({
      pairCount: 29_055,
      distinctSources: 27_661,
      licence: 'CC-BY 2.0 (France)',
      removed: { 'exact duplicates': 100, 'blank lines': 1 },
    });
    expect(analysis.split.rows.reduce((sum, { pairs }) => sum + pairs, 0)).toBe(29_055);
    expect(analysis.split.overlap).toEqual({ trainTest: 0, trainValidation: 0, validationTest: 0 });
  });
});

describe('heldout corpus download', () => {
  const other = temporaryHome();
  afterAll(other.remove);

  it('fetches, checks and imports Tatoeba with one command, and says so where this machine is offline', async () => {
    const sentences = new TextEncoder().encode(manyLines);
    const publisher = await archiveServer({ content: zipSync({ 'cmn.txt': sentences }) });
    vi.stubEnv('HELDOUT_TATOEBA_URL', publisher.url);
    const running = await startHeldout({ home: other.home, workers: 0 });
    vi.unstubAllEnvs();
    try {
      const args = ['corpus', 'download', 'tatoeba-cmn-eng'];
      const got = await heldout(args, { HELDOUT_HOME: other.home });
      expect(got).toMatchObject({ code: 0, stdout: 'tatoeba-cmn-eng\n' });
      expect(got.stderr).toMatch(/SHA-256 [0-9a-f]{64}\nImported 500 pairs/);
      const wrong = await heldout([...args, '--sha256', '0'.repeat(64)], { HELDOUT_HOME: other.home });
      expect(wrong).toMatchObject({ code: 1, stderr: expect.stringContaining('expected 000') });
      await publisher.close();
      const offline = await heldout(args, { HELDOUT_HOME: other.home });
      expect(offline).toMatchObject({ code: 1, stdout: '' });
      expect(offline.stderr).toMatch(/^heldout: .*offline.*corpus import FILE\.\n$/);
      expect(readdirSync(join(other.home, 'downloads'))).toEqual([]);
    } finally {
      await running.stop();
    }
  });

  it('refuses a dataset that it does not know', async () => {
    const { code, stderr } = await heldout(['corpus', 'download', 'other'], env);
    expect(code).toBe(2);
    expect(stderr).toContain('tatoeba-cmn-eng');
  });
});
