import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ReportInput, RunFacts } from '@/lib/domain/protocol';
import { compareRuns } from '@/lib/server/comparisons';
import { exportSweep } from '@/lib/server/exports';
import { finishRun } from '@/lib/server/reports';
import { getArtifact, getHypotheses, getRun, listArtifacts } from '@/lib/server/runs';
import { createSweep, getSweep } from '@/lib/server/sweeps';
import { openTestServer, points, register, report, requireLease, smallSpec } from './harness';

const testSet = 'a'.repeat(64);
const sentences = ['one', 'two', 'three'].map((source) => ({ source, references: [`${source}!`] }));

const facts: RunFacts = {
  parameterCount: 10,
  summary: [],
  data: {
    trainPairs: 1,
    validationPairs: 1,
    testPairs: 3,
    tooLongPairs: 0,
    cutPairs: { validation: 0, test: 0 },
    sourceVocabulary: 5,
    targetVocabulary: 5,
    corpusFingerprint: 'c'.repeat(64),
    splitHash: 'd'.repeat(64),
    testHash: 'e'.repeat(64),
    sampleHash: 'f'.repeat(64),
    targetTokensPerEpoch: null,
    batchFill: 1,
  },
  bleuSignature: 'nrefs:1|tok:zh',
  environment: {},
};

function hypotheses(
  moment: 'best' | 'last',
  step: number,
  texts: readonly string[],
): ReportInput['hypotheses'] {
  return texts.map((text, offset) => ({ moment, step, epoch: step, testSet, offset, hypotheses: [text] }));
}

function scored(
  moment: 'best' | 'last',
  value: number,
  signature = 'nrefs:1|tok:zh',
): ReportInput['finalScores'] {
  const score = { value, signature };
  return [{ moment, step: 2, epoch: 2, testSet, sentences: 3, scores: { 'test/bleu': score } }];
}

describe('the whole test split of a run', () => {
  it('is kept in parts and given back whole, sentence by sentence', async () => {
    openTestServer();
    await createSweep(smallSpec);
    const run = await requireLease(register());
    report(run, 1, {
      testSets: sentences.map((item, offset) => ({ testSet, offset, items: [item] })),
      hypotheses: hypotheses('best', 2, ['un', 'deux', 'trois']),
      finalScores: scored('best', 12.5),
    });
    expect(getHypotheses(run.runId, 'best')).toEqual({
      moment: 'best',
      scores: {
        moment: 'best',
        step: 2,
        epoch: 2,
        testSet,
        sentences: 3,
        scores: { 'test/bleu': { value: 12.5, signature: 'nrefs:1|tok:zh' } },
      },
      sentences: [
        { source: 'one', references: ['one!'], hypothesis: 'un' },
        { source: 'two', references: ['two!'], hypothesis: 'deux' },
        { source: 'three', references: ['three!'], hypothesis: 'trois' },
      ],
    });
    expect(() => getHypotheses(run.runId, 'last')).toThrow(/at the end of a run/);
  });

  it('keeps NaN and infinite scores', async () => {
    openTestServer();
    await createSweep(smallSpec);
    const run = await requireLease(register());
    report(run, 1, { finalScores: scored('last', Number.POSITIVE_INFINITY) });
    expect(getRun(run.runId).run.tested.last?.scores['test/bleu']?.value).toBe(Number.POSITIVE_INFINITY);
    report(run, 2, { finalScores: scored('last', Number.NaN) });
    expect(getRun(run.runId).run.tested.last?.scores['test/bleu']?.value).toBeNaN();
  });

  it('replaces what was told of an earlier step, and repeats change nothing', async () => {
    openTestServer();
    await createSweep(smallSpec);
    const run = await requireLease(register());
    report(run, 1, { testSets: [{ testSet, offset: 0, items: sentences }] });
    report(run, 2, { hypotheses: hypotheses('best', 1, ['a', 'b', 'c']) });
    report(run, 3, { hypotheses: hypotheses('best', 2, ['d', 'e', 'f']) });
    report(run, 3, { hypotheses: hypotheses('best', 2, ['x', 'y', 'z']) });
    expect(getHypotheses(run.runId, 'best').sentences.map(({ hypothesis }) => hypothesis)).toEqual([
      'd',
      'e',
      'f',
    ]);
  });

  it('starts anew with a new attempt', async () => {
    const { context } = openTestServer();
    await createSweep(smallSpec);
    const worker = register();
    const run = await requireLease(worker);
    report(run, 1, {
      hypotheses: hypotheses('best', 2, ['a']),
      finalScores: scored('best', 1),
      artifacts: [artifact('{}')],
    });
    const { attempt, leaseToken } = run;
    finishRun(run.runId, { attempt, leaseToken, outcome: 'released' });
    const again = await requireLease(worker);
    expect(again.runId).toBe(run.runId);
    report(again, 1);
    expect(getRun(run.runId).run.tested).toEqual({ best: null, last: null });
    expect(listArtifacts(run.runId)).toEqual([]);
    expect(context.store.testReports.sentences(run.runId, 'best')).toEqual([]);
  });
});

describe('artifacts of a run', () => {
  it('come back byte for byte, and are refused where they arrive damaged', async () => {
    openTestServer();
    await createSweep(smallSpec);
    const run = await requireLease(register());
    report(run, 1, { artifacts: [artifact('{"symbols":["你"]}')] });
    expect(getArtifact(run.runId, 'source-tokenizer').text).toBe('{"symbols":["你"]}');
    expect(() => getArtifact(run.runId, 'passwd')).toThrow(/has no artifact/);
    expect(() => report(run, 2, { artifacts: [{ ...artifact('x'), text: 'y' }] })).toThrow(/SHA-256/);
  });
});

describe('the best run of a sweep', () => {
  it('is named with its score on the whole test split once there is one', async () => {
    openTestServer();
    const { sweep } = await createSweep(smallSpec);
    const run = await requireLease(register());
    report(run, 1, {
      facts,
      points: [points('validation/loss', { 2: 1 }), points('test/bleu', { 2: 10 })],
    });
    expect(getSweep(sweep.id).sweep.best).toMatchObject({ value: 10, sentences: null });
    report(run, 2, { finalScores: scored('best', 12.5) });
    expect(getSweep(sweep.id).sweep.best).toMatchObject({ value: 12.5, sentences: 3 });
    const csv = exportSweep(sweep.id, 'csv').body;
    expect(csv).toContain('whole:test/bleu');
    expect(csv).toContain('nrefs:1|tok:zh');
  });

  it('is not named where runs were tested on different sentences', async () => {
    openTestServer();
    const { sweep } = await createSweep(smallSpec);
    const measured = [points('validation/loss', { 2: 1 }), points('test/bleu', { 2: 10 })];
    const first = await requireLease(register());
    const second = await requireLease(register('worker-2'));
    report(first, 1, { facts, points: measured });
    report(second, 1, {
      facts: { ...facts, data: { ...facts.data, testHash: '0'.repeat(64) } },
      points: measured,
    });
    const row = getSweep(sweep.id).sweep;
    expect(row.best).toBeNull();
    expect(row.comparisonProblem).toMatch(/2 different test sets/);
  });
});

describe('comparing runs', () => {
  it('puts whole test splits side by side', async () => {
    openTestServer();
    await createSweep(smallSpec);
    const first = await requireLease(register());
    const second = await requireLease(register('worker-2'));
    report(first, 1, { facts, finalScores: scored('best', 10) });
    report(second, 1, { facts, finalScores: scored('best', 20) });
    const compared = compareRuns([first.runId, second.runId]);
    expect(compared.runs.map(({ scores }) => scores.scores['test/bleu']?.value)).toEqual([10, 20]);
    expect(compared.refused).toEqual({});
  });

  it('is refused between different test sets, ways of scoring, and runs without scores', async () => {
    openTestServer();
    await createSweep(smallSpec);
    const first = await requireLease(register());
    const second = await requireLease(register('worker-2'));
    report(first, 1, { facts, finalScores: scored('best', 10) });
    expect(() => compareRuns([first.runId, second.runId])).toThrow(/has no scores/);
    expect(() => compareRuns([first.runId, first.runId])).toThrow(/expected two or more/);
    report(second, 1, { facts, finalScores: scored('best', 20, 'nrefs:1|tok:13a') });
    expect(() => compareRuns([first.runId, second.runId])).toThrow(/different ways/);
    const elsewhere = { ...facts, data: { ...facts.data, testHash: '0'.repeat(64) } };
    report(second, 2, { facts: elsewhere, finalScores: scored('best', 20) });
    expect(() => compareRuns([first.runId, second.runId])).toThrow(/2 different test sets/);
  });
});

function artifact(text: string) {
  const sha256 = createHash('sha256').update(text).digest('hex');
  return { name: 'source-tokenizer', mediaType: 'application/json', sha256, text } as const;
}
