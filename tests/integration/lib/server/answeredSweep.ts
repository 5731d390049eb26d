import { createHash } from 'node:crypto';
import type { LeasedRun, ReportInput, RunFacts } from '@/lib/domain/protocol';
import type { Moment } from '@/lib/domain/score';
import type { SweepSpecInput } from '@/lib/domain/sweep';
import { finishRun } from '@/lib/server/reports';
import { createSweep } from '@/lib/server/sweeps';
import { scoringFor, wholeScores } from '@/lib/train/scoring';
import { points, register, report, requireLease } from './harness';

/** Two sizes and two kinds of positions with two seeds, chosen by loss, reported by BLEU. */
export const answeredSpec: SweepSpecInput = {
  name: 'Sizes & positions',
  question: 'Do heads help?',
  corpus: 'phrasebook',
  base: { dModel: 16, heads: 2, layers: 1, epochs: 3 },
  factors: { heads: [1, 2], positions: ['learned', 'sinusoidal'] },
  seeds: [1, 2],
};

const items = [
  '我们走吧。',
  '今天天气很好。',
  '他不在这里。',
  '谢谢你的帮助。',
  '汤姆在看书。',
  '她有两个兄弟。',
].map((text, at) => ({
  source: `Sentence ${at}.`,
  references: [text],
}));
export const testSet = createHash('sha256')
  .update(items.map(({ source, references }) => `${JSON.stringify([source, references])}\n`).join(''))
  .digest('hex');

/** Of every run. */
export const facts: RunFacts = {
  parameterCount: 5000,
  summary: [],
  data: {
    ...{ trainPairs: 180, validationPairs: 10, testPairs: items.length, tooLongPairs: 0 },
    cutPairs: { validation: 0, test: 0 },
    ...{ sourceVocabulary: 90, targetVocabulary: 70 },
    corpusFingerprint: 'c'.repeat(64),
    splitHash: 'd'.repeat(64),
    testHash: testSet,
    sampleHash: testSet,
    ...{ targetTokensPerEpoch: 1000, batchFill: 0.95 },
  },
  bleuSignature: 'nrefs:1|tok:zh',
  environment: { node: '20', os: 'linux' },
};

/** More characters are right with two heads, and a little more or fewer by seed, sentence and moment. */
function hypothesesOf({ config, seed }: LeasedRun, moment: Moment): string[] {
  const helped = config.heads === 2 ? 2 : 0;
  return items.map(({ references: [text = ''] }, at) => {
    const known = 2 + helped + ((at + seed + (moment === 'last' ? 1 : 0)) % 3);
    return `${text.slice(0, known)}${known < text.length ? '的' : ''}`;
  });
}

/** A run's whole result, its scores computed from its translations. */
function resultOf(run: LeasedRun, signature?: string): Partial<ReportInput> {
  const shift = run.config.heads / 10 + run.seed / 100;
  const moments = [
    { moment: 'best' as const, step: 20, epoch: 2 },
    { moment: 'last' as const, step: 30, epoch: 3 },
  ];
  return {
    facts,
    progress: { step: 30, totalSteps: 30, epoch: 3, totalEpochs: 3 },
    points: [
      points('train/loss', { 10: 3, 20: 2, 30: 1 }),
      points('validation/loss', { 10: 3, 20: 2.5 - shift, 30: 2.8 }),
      points('test/loss', { 10: 3.1, 20: 2.6 - shift, 30: 2.9 }),
      points('test/bleu', { 10: 5, 20: 30 + shift, 30: 29 }),
    ],
    testSets: [{ testSet, offset: 0, items }],
    hypotheses: moments.map((at) => ({
      ...at,
      testSet,
      offset: 0,
      hypotheses: hypothesesOf(run, at.moment),
    })),
    finalScores: moments.map((at) => {
      const references = items.map((item) => item.references);
      const scores = wholeScores(hypothesesOf(run, at.moment), references, scoringFor('zh'));
      const bleu = scores['test/bleu'];
      return {
        ...{ ...at, testSet, sentences: items.length },
        scores: { ...scores, ...(bleu && signature ? { 'test/bleu': { ...bleu, signature } } : {}) },
      };
    }),
  };
}

/**
 * A sweep on the test server whose runs have ended, reported as a worker does.
 *
 * @param signatureOf another BLEU signature for some runs
 */
export async function answeredSweep(
  spec: SweepSpecInput = answeredSpec,
  signatureOf: (run: LeasedRun) => string | undefined = () => undefined,
): Promise<string> {
  const { sweep, runs } = await createSweep(spec);
  const worker = register();
  for (let at = 0; at < runs.length; at++) {
    const run = await requireLease(worker);
    report(run, 1, resultOf(run, signatureOf(run)));
    const { attempt, leaseToken } = run;
    finishRun(run.runId, { attempt, leaseToken, outcome: 'finished' });
  }
  return sweep.id;
}
