import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { bundlePaths } from '@/lib/bundle/format';
import { answerOptionsSchema } from '@/lib/domain/answerInput';
import { heldout, startHeldout, temporaryHome } from '@/tests/heldoutProgram';
import { type SeededServer, seedServer } from '@/tests/seededHome';
import { bundleFiles, forged, pack, rezipped } from '@/tests/unit/lib/bundle/bundles';

const { home, remove } = temporaryHome();
const env = { HELDOUT_HOME: home };
const files = join(home, 'files');
mkdirSync(files);

const path = (name: string) => join(files, name);
const verified = z.strictObject({
  file: z.string(),
  isSound: z.boolean(),
  checks: z.array(z.strictObject({ name: z.string(), detail: z.string(), faults: z.array(z.string()) })),
});

describe('heldout sweep report, table and bundle', () => {
  let seeded: SeededServer;
  let stop = async () => {};
  beforeAll(async () => {
    const server = await startHeldout({ home, workers: 0 });
    seeded = await seedServer({ url: server.url, home });
    stop = async () => {
      seeded.stop();
      await server.stop();
    };
  });
  afterAll(async () => {
    await stop();
    remove();
  });
  const sweep = (args: readonly string[]) => heldout(['sweep', ...args], env);

  it('prints the report in Markdown, or another format and language to a file', async () => {
    const printed = await sweep(['report', seeded.finishedSweep]);
    expect(printed).toMatchObject({ code: 0, stderr: '' });
    expect(printed.stdout).toMatch(
      /^# Report: Eight variants\n\nDo width, positions or END on the source help/,
    );
    expect(printed.stdout).toContain('8 variants and 16 runs were tried; 16 take part; 2 seeds.');
    const out = path('report.html');
    const saved = await sweep([
      'report',
      seeded.finishedSweep,
      '--format',
      'html',
      '--lang',
      'zh',
      '--out',
      out,
    ]);
    expect(saved).toMatchObject({ code: 0, stdout: '', stderr: `wrote ${out}\n` });
    expect(readFileSync(out, 'utf8')).toMatch(/^<!doctype html>\n<html lang="zh-CN">/);
    const json = await sweep(['report', seeded.finishedSweep, '--format', 'json', '--baseline', '2']);
    const report = z
      .object({ answer: z.object({ options: answerOptionsSchema }) })
      .parse(JSON.parse(json.stdout));
    expect(report.answer.options).toEqual({ baseline: 2 });
  });

  it('prints the table of variants, of factors, or of two factors', async () => {
    const text = await sweep(['table', seeded.finishedSweep]);
    expect(text.code).toBe(0);
    expect(text.stdout).toMatch(/^Eight variants: test BLEU by variant\n\nd_model {2}positions/);
    const factors = await sweep(['table', seeded.finishedSweep, '--rows', 'factors', '--format', 'csv']);
    expect(factors.stdout).toMatch(
      /^factor,reference,level,difference,[\s\S]*\r\npositions,learned,sinusoidal,/,
    );
    const pivot = await sweep([
      'table',
      seeded.finishedSweep,
      '--pivot',
      'positions,dModel',
      '--format',
      'md',
    ]);
    expect(pivot.stdout).toMatch(/^\*\*Eight variants: test BLEU by positions and d_model\*\*/);
    const ofLoss = ['--pivot', 'positions,dModel', '--metric', 'validation/loss'];
    const loss = await sweep(['table', seeded.finishedSweep, ...ofLoss]);
    expect(loss.stdout).toMatch(/^Eight variants: validation loss by positions and d_model\n\n/);
    expect(loss.stdout).toContain('It is what the steps were chosen by, and so it flatters.');
    const latex = await sweep(['table', seeded.finishedSweep, '--format', 'latex', '--out', path('t.tex')]);
    expect(latex).toMatchObject({ code: 0, stdout: '' });
    expect(readFileSync(path('t.tex'), 'utf8')).toContain('\\begin{tabular}');
  });

  it('says of a sweep with nothing measured that there is nothing yet', async () => {
    const { code, stdout } = await sweep(['report', seeded.emptySweep]);
    expect(code).toBe(0);
    expect(stdout).toContain('No run has come to its end with a measured result yet.');
  });

  it('saves the bundle whole, with its SHA-256, and every number of it comes out again', async () => {
    const out = path('seeded.zip');
    const { code, stdout } = await sweep(['bundle', seeded.finishedSweep, '--out', out, '--json']);
    expect(code).toBe(0);
    const sha256 = createHash('sha256').update(readFileSync(out)).digest('hex');
    expect(JSON.parse(stdout)).toEqual({ file: out, bytes: readFileSync(out).byteLength, sha256 });
    const verify = await sweep(['verify', out, '--json']);
    const { isSound, checks } = verified.parse(JSON.parse(verify.stdout));
    expect(checks.flatMap(({ faults }) => faults)).toEqual([]);
    expect([verify.code, isSound]).toEqual([0, true]);
    expect(checks.find(({ name }) => name === 'scores')?.detail).toBe(
      '128 of 16 runs, from their translations',
    );
  });

  it.each<[string, () => string[], string]>([
    ['a sweep that is not there', () => ['report', 'nosuchsweep0'], 'nosuchsweep0'],
    ['the table of one', () => ['table', 'nosuchsweep0'], 'nosuchsweep0'],
    ['the bundle of one', () => ['bundle', 'nosuchsweep0', '--out', path('none.zip')], 'nosuchsweep0'],
    [
      'a baseline that is not there',
      () => ['report', seeded.finishedSweep, '--baseline', '99'],
      'there is no variant 99',
    ],
    [
      'a factor that is not there',
      () => ['table', seeded.finishedSweep, '--pivot', 'positions,x'],
      'there is no factor "x"',
    ],
    [
      'a metric that was not measured',
      () => ['table', seeded.finishedSweep, '--pivot', 'positions,dModel', '--metric', 'test/x'],
      'has the metric "test/x"; there are test/bleu, test/chrf,',
    ],
    [
      'a metric of what is no pivot table',
      () => ['table', seeded.finishedSweep, '--metric', 'test/chrf'],
      'metric=test/chrf wants rows=pivot, got rows=variants',
    ],
    ['one factor', () => ['table', seeded.finishedSweep, '--pivot', 'positions'], 'expected two factors'],
    [
      'another format',
      () => ['report', seeded.finishedSweep, '--format', 'pdf'],
      'Allowed choices are md, html, json',
    ],
    [
      'a folder to write to',
      () => ['report', seeded.finishedSweep, '--out', files],
      'is a folder; name a file in it',
    ],
  ])('refuses %s in one sentence with exit code 2', async (_, args, message) => {
    const { code, stdout, stderr } = await sweep(args());
    expect(stderr).toContain(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect([code, stdout]).toEqual([2, '']);
    expect(existsSync(path('none.zip'))).toBe(false);
  });

  it('fails with exit code 1 where the file cannot be written, and leaves nothing behind', async () => {
    for (const command of ['report', 'table', 'bundle']) {
      const out = path('absent/x');
      const { code, stderr } = await sweep([command, seeded.finishedSweep, '--out', out]);
      expect(stderr).toBe(
        `heldout: heldout sweep ${command}: ${out} cannot be written (ENOENT); name a file in a folder that you can write\n`,
      );
      expect(code).toBe(1);
    }
    expect(readdirSync(files).filter((name) => name.includes('unfinished'))).toEqual([]);
  });
});

describe('heldout sweep verify, without a server', () => {
  const { home: elsewhere, remove: removeElsewhere } = temporaryHome();
  const alone = { HELDOUT_HOME: join(elsewhere, 'absent'), HELDOUT_URL: '' };
  afterAll(removeElsewhere);
  const write = (name: string, content: Uint8Array | string) => {
    writeFileSync(join(elsewhere, name), content);
    return join(elsewhere, name);
  };

  it('tells what it computed again, with exit code 0', async () => {
    const bundle = write('sound.zip', await pack(bundleFiles()));
    const { code, stdout, stderr } = await heldout(['sweep', 'verify', bundle], alone);
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^Every number came out as it is stored\./)]);
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => line.slice(0, 5)),
    ).toEqual(Array.from({ length: 8 }, () => 'ok   '));
    const json = await heldout(['sweep', 'verify', bundle, '--json'], alone);
    expect(verified.parse(JSON.parse(json.stdout))).toMatchObject({ file: bundle, isSound: true });
  });

  it('names what does not come out, ten places at most, with exit code 1', async () => {
    const changed = write(
      'changed.zip',
      rezipped(await pack(bundleFiles()), (entries) => {
        delete entries[bundlePaths.readme];
      }),
    );
    const missing = await heldout(['sweep', 'verify', changed], alone);
    expect(missing).toMatchObject({
      code: 1,
      stdout: 'FAIL  files: 17 files as the manifest says\n      README.txt is missing\n',
    });
    const text = (before: string) => before.replaceAll(/"value": \d/g, '"value": 9');
    const forgery = write('forged.zip', await forged(bundlePaths.input, text));
    const { code, stdout, stderr } = await heldout(['sweep', 'verify', forgery], alone);
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /FAIL {2}scores: 32 of 4 runs, from their translations\n( {6}run .*\n){10} {6}and \d+ more\n/,
    );
    expect(stderr).toContain('This bundle is not what was computed');
  });

  it.each<[string, string | Uint8Array | null, string]>([
    ['a file that is not there', null, '(ENOENT)'],
    ['a file that is no archive', 'name: sweep\n', 'This is no bundle of Heldout'],
    ['an empty file', '', 'This is no bundle of Heldout'],
  ])('refuses %s in one sentence with exit code 2', async (_, content, message) => {
    const bundle = content === null ? join(elsewhere, 'gone.zip') : write('wrong.zip', content);
    const { code, stdout, stderr } = await heldout(['sweep', 'verify', bundle], alone);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it.each(['report', 'table', 'bundle'])(
    'sweep %s says how to start the server where there is none, with exit code 3',
    async (command) => {
      const { code, stdout, stderr } = await heldout(['sweep', command, 'any'], {
        HELDOUT_HOME: join(elsewhere, 'absent'),
      });
      expect([code, stdout]).toEqual([3, '']);
      expect(stderr).toContain('npm run -s heldout -- start');
    },
  );
});
