import { describe, expect, it } from 'vitest';
import { type Report, reportSchema } from '@/lib/domain/protocol';
import { type SweepSpecInput, sweepSpecSchema } from '@/lib/domain/sweep';
import type { JournalEntry } from '@/workers/offline/journal';
import { emptyRunState, failures, follow, type RunState, trainedMs } from '@/workers/offline/runState';
import { judge } from '@/workers/offline/stoppingRules';

const metric = 'validation/loss';

function report(rest: Partial<Report>): JournalEntry {
  const {
    attempt: _,
    leaseToken: __,
    ...told
  } = reportSchema.parse({ attempt: 1, leaseToken: '', sequence: 1, ...rest });
  return { kind: 'report', report: told };
}

const points = (from: number, values: number[]) => [
  { metric, steps: values.map((_, i) => from + i), values, timesMs: values.map((_, i) => 1000 + i) },
];

function begin(attempt: number, atMs: number): JournalEntry {
  const trainer = { name: 'n', hostname: 'h', pid: 1, engine: 'onnx-cpu', device: 'd', version: '0' };
  return { kind: 'begin', attempt, atMs, trainer };
}

const end = (atMs: number, outcome: 'released' | 'failed'): JournalEntry => ({
  kind: 'end',
  atMs,
  end: { outcome },
});

function stateOf(entries: readonly JournalEntry[]): RunState {
  const state = emptyRunState();
  for (const entry of entries) follow(state, entry, metric);
  return state;
}

describe('what a run has come to', () => {
  it('is cut at the checkpoint that the next attempt goes on from', () => {
    const state = stateOf([
      begin(1, 0),
      report({ points: points(0, [5, 4, 3, 2]), checkpointStep: 1 }),
      begin(2, 5000),
      report({ resumedFromStep: 1, points: points(2, [2.5]) }),
    ]);
    expect(state.objective.map(({ step, value }) => [step, value])).toEqual([
      [0, 5],
      [1, 4],
      [2, 2.5],
    ]);
    expect(state.checkpointStep).toBe(1);
  });

  it('counts the time of each attempt, of a killed one up to what it told last', () => {
    const entries = [begin(1, 0), report({ points: points(0, [5]) }), begin(2, 5000), end(5300, 'failed')];
    expect(trainedMs(stateOf(entries), null)).toBe(1300);
    expect(trainedMs(stateOf([...entries, begin(3, 9000)]), 9250)).toBe(1550);
  });

  it('counts failures after those that are forgiven', () => {
    const state = stateOf([
      begin(1, 0),
      end(1, 'failed'),
      begin(2, 2),
      end(3, 'failed'),
      begin(3, 4),
      end(5, 'released'),
    ]);
    expect([0, 1, 2].map((forgiven) => failures(state, forgiven))).toEqual([2, 1, 0]);
  });
});

describe('early stopping without a server', () => {
  const spec = (rest: Partial<SweepSpecInput>) => sweepSpecSchema.parse({ name: 's', corpus: 'c', ...rest });
  const progress = { step: 2, totalSteps: 4, epoch: 2, totalEpochs: 4 };
  const run = (runId: string, values: number[]) => ({
    runId,
    state: { ...stateOf([begin(1, 0), report({ points: points(1, values), progress })]) },
  });
  const told = { points: points(2, [0]) };
  const nobody = () => [];

  it('halves: the worse run ends at the rung, the better goes on, each decision made once', () => {
    const asha = spec({ stopping: { kind: 'asha', graceEpochs: 2, reductionFactor: 2 } });
    const [good, bad] = [run('good', [3, 1]), run('bad', [3, 2])];
    const others = (own: string) => () => [good, bad].filter(({ runId }) => runId !== own);
    expect(judge(asha, bad, told, others('bad'), 0)).toMatchObject([
      { action: 'stop', epoch: 2, ofEpochs: 4 },
    ]);
    const [decision] = judge(asha, good, told, others('good'), 0);
    expect(decision).toMatchObject({ action: 'continue', epoch: 2 });
    if (decision) good.state.decisions.push(decision);
    expect(judge(asha, good, told, others('good'), 0)).toEqual([]);
  });

  it('ends a run once the hours of the sweep are spent, and decides nothing where no rule is', () => {
    const hours = spec({ budget: { hours: 1 } });
    expect(judge(hours, run('a', [1]), told, nobody, 3_600_000)).toMatchObject([
      { rule: 'budget', action: 'stop' },
    ]);
    expect(judge(hours, run('a', [1]), told, nobody, 3_599_999)).toEqual([]);
    expect(judge(spec({}), run('a', [1]), told, nobody, 1e12)).toEqual([]);
  });
});
