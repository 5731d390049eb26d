import { createHash } from 'node:crypto';
import { unzipSync, zipSync } from 'fflate';
import { bundlePaths, manifestSchema } from '@/lib/bundle/format';
import { type BundleFile, packBundle } from '@/lib/bundle/pack';
import type { BundleMakers } from '@/lib/bundle/verify';
import type { AnswerInput, InputRun } from '@/lib/domain/answerInput';
import type { Appendix } from '@/lib/domain/appendix';
import type { Corpus } from '@/lib/domain/corpus';
import { toJsonText } from '@/lib/domain/metric';
import { type Moment, moments } from '@/lib/domain/score';
import { variantRecords } from '@/lib/export/ablationRecords';
import { toCsv } from '@/lib/export/csv';
import { sweepAnswerOf } from '@/lib/stats/answer';
import { comparedPair } from '@/lib/stats/comparedPair';
import { runResult } from '@/lib/stats/runResult';
import { compareSentences } from '@/lib/stats/sentenceComparison';
import { scoringFor, wholeScores } from '@/lib/train/scoring';
import { writeSweepText } from '@/sweeps/write';
import { inputOf } from '../stats/answerInputs';
import { factorial } from '../stats/sweepRuns';

export const makers: BundleMakers = {
  wholeScores: (hypotheses, references, language) =>
    wholeScores(hypotheses, references, scoringFor(language)),
  table: (answer) => {
    const { columns, rows } = variantRecords(answer);
    return toCsv(columns, rows);
  },
  specText: writeSweepText,
};

const items = ['我们走吧', '今天天气很好', '他不在这里', '谢谢你的帮助', '汤姆在看书', '她有两个兄弟'].map(
  (reference, at) => ({
    source: `sentence ${at}`,
    references: [reference],
  }),
);
const references = items.map((item) => item.references);
export const testSet = createHash('sha256')
  .update(items.map(({ source, references }) => `${JSON.stringify([source, references])}\n`).join(''))
  .digest('hex');

/** Another few characters are right with every variant, seed and moment. */
function hypothesesOf(variant: number, seed: number, moment: Moment): string[] {
  return items.map(({ references: [text = ''] }, at) => {
    const known = 2 + ((at + seed + 2 * variant + (moment === 'last' ? 1 : 0)) % 4);
    return `${text.slice(0, known)}${known < text.length ? '的' : ''}`;
  });
}

const corpus: Corpus = {
  id: 'corpus',
  slug: 'sentences',
  name: 'Sentences',
  sourceLanguage: 'en',
  targetLanguage: 'zh',
  licence: 'CC0',
  origin: 'made for tests',
  generated: true,
  pairCount: 100,
  distinctSources: 100,
  removed: {},
  fingerprint: 'f'.repeat(64),
  bytes: 1000,
  createdAtMs: 0,
};

/** All variants of factors of two levels with two seeds, whole: curves, results, translations, their scores. */
function answerInput(factors: number): AnswerInput {
  const input = inputOf(factorial(factors, 2, () => 0));
  return { ...input, runs: input.runs.map((run) => testedRun(run, input)) };
}

function testedRun(run: InputRun, { spec }: AnswerInput): InputRun {
  const { variantIndex, seed } = run;
  const rising = variantIndex + seed / 10;
  const curves = [
    { metric: 'train/loss', steps: [10, 20, 30], values: [3, 2, 1] },
    { metric: 'test/loss', steps: [10, 20, 30], values: [3.1, 2.5, 2.9] },
    { metric: 'validation/bleu', steps: [10, 20, 30], values: [5, 20 + rising, 19] },
    { metric: 'test/bleu', steps: [10, 20, 30], values: [4, 18 + rising, Number.NaN] },
  ];
  const scored = (moment: Moment, step: number) => ({
    ...{ moment, step, epoch: step / 10, testSet, sentences: items.length },
    scores: makers.wholeScores(hypothesesOf(variantIndex, seed, moment), references, 'zh'),
  });
  return {
    ...run,
    curves,
    result: runResult(
      new Map(curves.map((curve) => [curve.metric, curve])),
      spec.objective,
      run.stepsPerEpoch,
    ),
    tested: { best: scored('best', 20), last: scored('last', 30) },
  };
}

function comparisonOf(input: AnswerInput) {
  const pair = comparedPair(sweepAnswerOf(input));
  if (!pair) throw new Error('the sweep has no two variants');
  const signatures = Object.fromEntries(
    Object.entries(input.runs[0]?.tested.best?.scores ?? {}).map(([metric, score]) => [
      metric,
      score.signature,
    ]),
  );
  return compareSentences({
    ...pair,
    ...{ testSet, references },
    runs: input.spec.seeds.map((seed) => ({
      seed,
      baseline: hypothesesOf(pair.baseline, seed, 'best'),
      variant: hypothesesOf(pair.variant, seed, 'best'),
      signatures: { baseline: signatures, variant: signatures },
    })),
  });
}

function appendixOf({ spec, runs }: AnswerInput): Appendix {
  const { slug, name, licence, origin, pairCount: pairs, fingerprint } = corpus;
  const scores = Object.entries(runs[0]?.tested.best?.scores ?? {});
  return {
    spec: writeSweepText(spec),
    seeds: spec.seeds,
    corpus: { slug, name, licence, origin, pairs, fingerprint },
    data: {
      ...{ trainPairs: [90], validationPairs: 4, testPairs: items.length, splitHashes: ['d'.repeat(64)] },
      testHashes: ['a'.repeat(64)],
    },
    environment: { node: ['20'] },
    compute: { runs: runs.length, attempts: runs.length, trainedSeconds: 60 },
    selection: spec.objective,
    signatures: Object.fromEntries(scores.map(([metric, { signature }]) => [metric, [signature]])),
    versions: { heldout: '0', node: 'v20' },
    lastEndedAtMs: 0,
  };
}

/** What the server packs, in its order; made once, since its resamples take a while. */
export function bundleFiles(): readonly BundleFile[] {
  made ??= makeFiles(answerInput(1));
  return made;
}

/** The same of two factors, whose answer has an interaction. */
export function crossedFiles(): readonly BundleFile[] {
  crossed ??= makeFiles(answerInput(2));
  return crossed;
}

let made: readonly BundleFile[] | undefined;
let crossed: readonly BundleFile[] | undefined;

function makeFiles(input: AnswerInput): BundleFile[] {
  const json = (path: string, value: unknown) => ({ path, text: `${toJsonText(value, 1)}\n` });
  const answer = sweepAnswerOf(input);
  return [
    { path: bundlePaths.readme, text: 'read me\n' },
    { path: bundlePaths.spec, text: writeSweepText(input.spec) },
    json(bundlePaths.corpus, corpus),
    json(bundlePaths.appendix, appendixOf(input)),
    json(bundlePaths.answer, answer),
    json(bundlePaths.comparison, comparisonOf(input)),
    { path: bundlePaths.table, text: makers.table(answer) },
    json(bundlePaths.input, input),
    json(bundlePaths.testSet(testSet), { testSet, items }),
    ...input.runs.flatMap(({ id, variantIndex, seed }) =>
      moments.map((moment) =>
        json(bundlePaths.hypotheses(id, moment), {
          testSet,
          hypotheses: hypothesesOf(variantIndex, seed, moment),
        }),
      ),
    ),
  ];
}

export function pack(files: readonly BundleFile[]): Promise<Uint8Array> {
  return packBundle(files, { heldout: '0', sweepId: 'sweep' });
}

/** As somebody would who knows that there is a manifest: the text is changed and the manifest fits it. */
export function forged(
  path: string,
  change: (text: string) => string,
  files: readonly BundleFile[] = bundleFiles(),
): Promise<Uint8Array> {
  const found = files.find((file) => file.path === path);
  if (!found) throw new Error(`the bundle has no ${path}`);
  const text = change(found.text);
  if (text === found.text) throw new Error(`nothing was changed in ${path}`);
  return pack(files.map((file) => (file.path === path ? { path, text } : file)));
}

/** The archive with its entries changed, the manifest as it was. */
export function rezipped(
  bytes: Uint8Array,
  change: (entries: Record<string, Uint8Array>) => void,
): Uint8Array {
  const entries = unzipSync(bytes);
  change(entries);
  return zipSync(entries);
}

export function manifestOf(bytes: Uint8Array) {
  const text = new TextDecoder().decode(unzipSync(bytes)[bundlePaths.manifest]);
  return manifestSchema.parse(JSON.parse(text));
}
