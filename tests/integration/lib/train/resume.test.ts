import { mkdtempSync, rmSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Settings } from '@/lib/domain/config';
import { BrokenRun, type Death } from './brokenRun';

const settings: Settings = {
  dModel: 16,
  heads: 2,
  batchTokens: 32,
  learningRate: 0.005,
  warmupSteps: 4,
  maxLength: 12,
  epochs: 3,
  dropout: 0.1,
  bleuSentences: 2,
  schedule: 'cosine',
};

const homes: string[] = [];
function newHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'heldout-resume-'));
  homes.push(home);
  return home;
}
afterAll(() => {
  for (const home of homes) rmSync(home, { recursive: true, force: true });
});

/** All that a run leaves with the server, times and memory aside, and its last state. */
function leftBy({ recorder, state }: BrokenRun) {
  return {
    curves: recorder.reproducible().sort(([a], [b]) => (a < b ? -1 : 1)),
    samples: recorder.samples,
    hypotheses: recorder.allHypotheses,
    scores: recorder.allScores,
    state,
  };
}

describe('a run that dies and goes on', () => {
  const undisturbed = new BrokenRun({ home: newHome(), settings });
  let stepsPerEpoch = 0;

  beforeAll(async () => {
    expect(await undisturbed.attempt()).toEqual({ outcome: 'finished' });
    stepsPerEpoch = (undisturbed.recorder.progressed.at(-1)?.totalSteps ?? 0) / 3;
    // Long enough that running metrics gather over several steps.
    expect(stepsPerEpoch).toBeGreaterThan(20);
  });

  it('is the same whether or not checkpoints are written', async () => {
    const without = new BrokenRun({ home: newHome(), settings, everySteps: 1000 });
    await without.attempt();
    expect(leftBy(without)).toEqual(leftBy(undisturbed));
  });

  it.each<[string, Death[]]>([
    ['before its first step', [{ call: 'evaluate', count: 1 }]],
    ['in its first step', [{ call: 'trainStep', count: 1 }]],
    ['within an epoch, between two points of its running metrics', [{ call: 'trainStep', count: 8 }]],
    ['in an evaluation within an epoch', [{ call: 'evaluate', count: 8 }]],
    ['between the last evaluation of an epoch and its translations', [{ call: 'translate', count: 3 }]],
    ['within the translations of an epoch', [{ call: 'translate', count: 5 }]],
    ['in the translation of the whole test split', [{ call: 'translate', count: 12 }]],
    [
      'again and again',
      [
        { call: 'trainStep', count: 5 },
        { call: 'trainStep', count: 1 },
        { call: 'trainStep', count: 2 },
        { call: 'translate', count: 2 },
        { call: 'evaluate', count: 3 },
        { call: 'trainStep', count: 7 },
        { call: 'trainStep', count: 9 },
        { call: 'trainStep', count: 10 },
        { call: 'translate', count: 2 },
        { call: 'trainStep', count: 4 },
        { call: 'translate', count: 3 },
      ],
    ],
  ])('%s, has the curves, translations and weights of one that does not', async (_when, deaths) => {
    const run = new BrokenRun({ home: newHome(), settings });
    expect(await run.through(deaths)).toEqual({ outcome: 'finished' });
    expect(leftBy(run)).toEqual(leftBy(undisturbed));
  });

  it('at any moments, has the curves, translations and weights of one that does not', async () => {
    const death = fc.record({
      call: fc.constantFrom<Death['call']>('trainStep', 'translate', 'evaluate'),
      count: fc.integer({ min: 1, max: 12 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(death, { minLength: 1, maxLength: 6 }), async (deaths) => {
        const run = new BrokenRun({ home: newHome(), settings });
        // One that comes to its end before it dies has nothing left to die in.
        let end: unknown;
        for (const each of [...deaths, undefined]) {
          end = await run.attempt(each).catch(() => undefined);
          if (end) break;
        }
        expect(leftBy(run)).toEqual(leftBy(undisturbed));
      }),
      { numRuns: 6, seed: 11 },
    );
  });

  it('repeats only the translation of the whole test split where it dies in that', async () => {
    const run = new BrokenRun({ home: newHome(), settings });
    // 2 before training, 3 an epoch, then the whole test split.
    await run.through([{ call: 'translate', count: 12 }]);
    expect(run.resumedFrom).toEqual([0, 3 * stepsPerEpoch]);
    expect(leftBy(run)).toEqual(leftBy(undisturbed));
  });

  it('goes on from the checkpoint that the server knows of, though later ones are on disk', async () => {
    const run = new BrokenRun({ home: newHome(), settings });
    await run.attempt({ call: 'trainStep', count: 8 }).catch(() => undefined);
    const [, known = 0] = run.recorder.checkpoints;
    expect(run.recorder.checkpoints.at(-1)).toBeGreaterThan(known);
    run.checkpointStep = known;
    await run.attempt();
    expect(run.resumedFrom).toEqual([0, known]);
    expect(leftBy(run)).toEqual(leftBy(undisturbed));
  });

  it('ends at a checkpoint when it is handed back, and goes on from there', async () => {
    const run = new BrokenRun({ home: newHome(), settings, everySteps: 1000 });
    run.recorder.handBackAfterSteps = 5;
    expect(await run.attempt()).toEqual({ outcome: 'handedBack' });
    const step = run.recorder.checkpoints.at(-1) ?? 0;
    expect(step).toBeGreaterThanOrEqual(5);
    run.recorder.handBackAfterSteps = Number.POSITIVE_INFINITY;
    await run.attempt();
    expect(run.resumedFrom).toEqual([0, step]);
    expect(leftBy(run)).toEqual(leftBy(undisturbed));
  });

  it('keeps the newest two checkpoints, two that the server knew of, and the best step that they share', async () => {
    const names = (await readdir(undisturbed.folder)).sort();
    const last = 3 * stepsPerEpoch;
    expect(names.filter((name) => name.startsWith('step-'))).toEqual(
      [last - 6, last - 3, last].map((step) => `step-${step}`),
    );
    expect(names.filter((name) => name.startsWith('best-')).length).toBeGreaterThan(0);
    expect(names.filter((name) => name.startsWith('.'))).toEqual([]);
  });
});

describe('a run whose best step is an early one', () => {
  it('has the best step of an undisturbed one, and its translations, after it died later', async () => {
    const objective = { metric: 'validation/loss', goal: 'maximize', report: 'test/bleu' } as const;
    const undisturbed = new BrokenRun({ home: newHome(), settings, objective });
    await undisturbed.attempt();
    const run = new BrokenRun({ home: newHome(), settings, objective });
    await run.through([
      { call: 'trainStep', count: 32 },
      { call: 'trainStep', count: 6 },
    ]);
    const [best] = run.recorder.allScores.filter(({ moment }) => moment === 'best');
    expect(best?.step).toBeLessThan(run.resumedFrom.at(-1) ?? 0);
    expect(leftBy(run)).toEqual(leftBy(undisturbed));
  });
});

describe('a run with patience', () => {
  const stopping = { kind: 'patience', epochs: 2, minChange: 0 } as const;
  // What never becomes better: the untrained model's loss is the highest.
  const objective = { metric: 'validation/loss', goal: 'maximize', report: 'test/bleu' } as const;
  const patient = () =>
    new BrokenRun({ home: newHome(), settings: { ...settings, epochs: 6 }, stopping, objective });

  it('ends after so many epochs without a better value, and says why; also where it died on the way', async () => {
    const undisturbed = patient();
    const end = await undisturbed.attempt();
    expect(end).toMatchObject({
      outcome: 'stopped',
      decision: { rule: 'patience', action: 'stop', epoch: 3, reason: expect.stringMatching(/for 2 epochs/) },
    });
    const run = patient();
    expect(
      await run.through([
        { call: 'trainStep', count: 30 },
        { call: 'translate', count: 2 },
      ]),
    ).toEqual(end);
    expect(leftBy(run)).toEqual(leftBy(undisturbed));
  });

  it('is still stopped, by the same decision, where it dies in its last translations', async () => {
    const undisturbed = patient();
    const end = await undisturbed.attempt();
    const run = patient();
    expect(await run.through([{ call: 'translate', count: 12 }])).toEqual(end);
    expect(leftBy(run)).toEqual(leftBy(undisturbed));
  });
});

it('goes on bit for bit on an engine that keeps the state itself', async () => {
  const small = { ...settings, dModel: 8, epochs: 1, evaluationPairs: 4, trainSize: 20 };
  const undisturbed = new BrokenRun({ home: newHome(), settings: small, engine: 'tfjs-cpu' });
  await undisturbed.attempt();
  const run = new BrokenRun({ home: newHome(), settings: small, engine: 'tfjs-cpu' });
  await run.through([{ call: 'trainStep', count: 4 }]);
  expect(run.resumedFrom[1]).toBeGreaterThan(0);
  expect(leftBy(run)).toEqual(leftBy(undisturbed));
});
