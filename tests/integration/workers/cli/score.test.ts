import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { heldout, temporaryHome } from '@/tests/heldoutProgram';
import {
  asHeldout,
  type Fixture,
  pairedFixtures,
  sacrebleuFixtures,
  tolerance,
} from '@/tests/unit/lib/metrics/sacrebleuFixtures';

const { home, remove } = temporaryHome();
// Where nothing can be a data directory: the command needs none.
const env = { HELDOUT_HOME: join(home, 'absent', 'home'), HELDOUT_URL: '' };
afterAll(remove);

function file(name: string, content: string | Uint8Array): string {
  mkdirSync(home, { recursive: true });
  const path = join(home, name);
  writeFileSync(path, content);
  return path;
}

const lines = (name: string, sentences: readonly (string | null)[]) =>
  file(name, sentences.map((sentence) => `${sentence ?? ''}\n`).join(''));

async function scores(args: readonly string[]): Promise<unknown> {
  const { code, stdout, stderr } = await heldout(['score', ...args, '--json'], env);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  return JSON.parse(stdout);
}

const plainScore = z.strictObject({ score: z.number(), signature: z.string() });
const bleuScore = plainScore.extend({
  precisions: z.array(z.number()).length(4),
  brevityPenalty: z.number(),
  systemLength: z.int(),
  referenceLength: z.int(),
});
const terScore = plainScore.extend({ edits: z.int(), referenceLength: z.number() });
const allScores = z.strictObject({ bleu: bleuScore, chrf: plainScore, 'chrf++': plainScore, ter: terScore });
const allMetrics = ['--metrics', 'bleu,chrf,chrf++,ter'];

const cases = sacrebleuFixtures();
const chosen = [
  'zh-corpus-3refs-swapped',
  'zh-corpus-lowoverlap-floor-0.5',
  'zh-corpus-unicode-edges',
  '13a-corpus-lowercase',
];

function argumentsOf(fixture: Fixture): string[] {
  return [
    ...['--hypotheses', lines('hypotheses', fixture.hypotheses)],
    '--references',
    ...fixture.references.map((stream, i) => lines(`references-${i}`, stream)),
    ...['--tokenize', fixture.tokenize, '--smooth', fixture.smooth_method],
    ...(fixture.smooth_value === null ? [] : ['--smooth-value', String(fixture.smooth_value)]),
    ...(fixture.lowercase ? ['--lowercase'] : []),
    ...allMetrics,
  ];
}

describe.skipIf(cases.length === 0)('heldout score equals sacreBLEU 2.6.0', () => {
  it.each(cases.filter(({ name }) => chosen.includes(name)))('$name', async (fixture) => {
    const { bleu, chrf, ter, ...rest } = allScores.parse(await scores(argumentsOf(fixture)));
    const pairs: [z.infer<typeof plainScore>, number, string][] = [
      [bleu, fixture.bleu, fixture.signature],
      [chrf, fixture.chrf, fixture.chrf_signature],
      [rest['chrf++'], fixture.chrfpp, fixture.chrfpp_signature],
      [ter, fixture.ter, fixture.ter_signature],
    ];
    for (const [{ score, signature }, expected, expectedSignature] of pairs) {
      expect(Math.abs(score - expected)).toBeLessThan(tolerance);
      expect(signature).toBe(asHeldout(expectedSignature));
    }
    expect([bleu.systemLength, bleu.referenceLength]).toEqual([fixture.sys_len, fixture.ref_len]);
  });

  const bootstrapScore = z.strictObject({ score: z.number(), mean: z.number(), ci: z.number() });
  const pairedReport = z.strictObject({
    bootstrap: z.strictObject({
      baseline: bootstrapScore,
      system: bootstrapScore,
      pValue: z.number(),
      signature: z.string(),
    }),
    approximateRandomization: z.strictObject({
      baselineScore: z.number(),
      systemScore: z.number(),
      pValue: z.number(),
      signature: z.string(),
    }),
  });
  const pairedScores = z.strictObject({
    bleu: bleuScore,
    chrf: plainScore,
    paired: z.strictObject({ bleu: pairedReport, chrf: pairedReport }),
  });
  it.each(pairedFixtures().filter(({ name }) => name === 'paired-close-60'))('$name', async (fixture) => {
    const report = pairedScores.parse(
      await scores([
        ...[
          '--hypotheses',
          lines('baseline', fixture.baseline),
          '--against',
          lines('system', fixture.system),
        ],
        ...['--references', ...fixture.references.map((stream, i) => lines(`references-${i}`, stream))],
        ...['--tokenize', fixture.tokenize, '--metrics', 'bleu,chrf'],
      ]),
    );
    const { bootstrap, approximateRandomization } = report.paired.bleu;
    expect(bootstrap.pValue).toBe(fixture.results.BLEU.p_value);
    expect(Math.abs(bootstrap.system.mean - fixture.results.BLEU.system.mean)).toBeLessThan(tolerance);
    expect(Math.abs(bootstrap.system.ci - fixture.results.BLEU.system.ci)).toBeLessThan(tolerance);
    expect(bootstrap.signature).toBe(asHeldout(fixture.results.BLEU.signature));
    expect(report.paired.chrf.bootstrap.pValue).toBe(fixture.results.chrF2.p_value);
    expect(approximateRandomization.baselineScore).toBe(report.bleu.score);
    // sacrebleu 2.6.0, PairedTest(…, test_type='ar') on the same sentences
    expect(approximateRandomization.pValue).toBeCloseTo(0.6794320567943206, 12);
  });
});

describe('heldout score', () => {
  const hypotheses = file('cat.hypotheses', '猫在垫子上。\n他喝水\n');
  const references = file('cat.references', '猫坐在垫子上。\n他在喝水。\n');
  const both = ['--hypotheses', hypotheses, '--references', references, '--tokenize', 'zh'];

  it('explains itself, and which tokenizer is for Chinese', async () => {
    const { code, stdout } = await heldout(['score', '--help'], env);
    expect(code).toBe(0);
    expect(stdout).toContain('zh for Chinese');
  });

  it('prints a table for people', async () => {
    const { code, stdout } = await heldout(['score', ...both, ...allMetrics], env);
    expect(code).toBe(0);
    expect(stdout.split('\n')[2]).toBe(
      'bleu    52.39  nrefs:1|case:mixed|eff:no|tok:zh|smooth:exp|heldout:0.1',
    );
  });

  it('scores line by line with effective order', async () => {
    const { stdout } = await heldout(['score', ...both, '--sentence', '--metrics', 'bleu,chrf'], env);
    expect(stdout).toBe('67.32\t51.39\n32.34\t31.02\n');
    const json = z
      .array(z.strictObject({ bleu: bleuScore }))
      .parse(await scores([...both, '--sentence', '--metrics', 'bleu']));
    expect(json.map(({ bleu }) => bleu.score.toFixed(2))).toEqual(['67.32', '32.34']);
    expect(json[0]?.bleu.signature).toContain('eff:yes');
  });

  it('reads CRLF, a BOM, and a last line without line feed; an empty line is an empty reference', async () => {
    const windows = file('windows.references', '\ufeff猫坐在垫子上。\r\n他在喝水。');
    const second = file('second.references', '猫坐在垫子上。\n\n');
    const { bleu } = z
      .object({ bleu: bleuScore })
      .parse(await scores(['--hypotheses', hypotheses, '--references', windows, second, '--tokenize', 'zh']));
    expect(bleu.signature).toContain('nrefs:2|');
    // Closest in length: 7 of 7 and 7 characters, 5 and not 0 of 5 and 0.
    expect(bleu.referenceLength).toBe(12);
  });

  it('says that p means nothing where both systems score the same', async () => {
    const { code, stderr } = await heldout(
      ['score', ...both, '--against', hypotheses, '--trials', '9', '--samples', '9'],
      env,
    );
    expect(code).toBe(0);
    expect(stderr).toContain('bleu: both systems score the same');
  });

  const three = file('three', 'a\nb\nc\n');
  const invalid = file('invalid', Buffer.from([0x61, 0x0a, 0x62, 0xff, 0x0a, 0x63, 0x0a]));
  it.concurrent.each<[string, string[], string]>([
    ['a different number of lines', ['--hypotheses', three, '--references', references], 'has 3 lines and'],
    [
      'references of different length',
      ['--hypotheses', hypotheses, '--references', references, three],
      'has 3, expected',
    ],
    ['a second system of different length', [...both, '--against', three], 'has 3 lines and'],
    ['bytes that are not UTF-8', ['--hypotheses', invalid, '--references', three], 'line 2 of'],
    ['an empty file', ['--hypotheses', file('empty', ''), '--references', three], 'has no line'],
    ['a file that is not there', ['--hypotheses', join(home, 'gone'), '--references', three], '(ENOENT)'],
    ['an unknown metric', [...both, '--metrics', 'bleu,meteor'], 'meteor is none of bleu, chrf, chrf++, ter'],
    ['a smoothing value where none is used', [...both, '--smooth-value', '1'], '--smooth floor or add-k'],
    ['paired tests of single lines', [...both, '--against', hypotheses, '--sentence'], 'give one of them'],
  ])('refuses %s in one sentence with exit code 2', async (_, args, message) => {
    const { code, stdout, stderr } = await heldout(['score', ...args], env);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});
