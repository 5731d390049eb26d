import { describe, expect, it } from 'vitest';
import { getRunPlace } from '@/lib/server/runs';
import { getSweepSamples } from '@/lib/server/sweepSamples';
import { createSweep, getSweep } from '@/lib/server/sweeps';
import { openTestServer, register, report, requireLease, smallSpec } from './harness';

function sample(epoch: number, hypothesis: string, source = 'A cat.', split: 'test' | 'train' = 'test') {
  return { step: epoch * 10, epoch, split, items: [{ source, references: ['一只猫。'], hypothesis }] };
}

describe('the same sentences across the runs of a sweep', () => {
  it('are those after the wanted epoch, or after a run’s newest one before it', async () => {
    openTestServer();
    const { sweep } = await createSweep(smallSpec);
    const first = await requireLease(register('one'));
    const second = await requireLease(register('two'));
    report(first, 1, {
      samples: [
        sample(1, '猫'),
        sample(2, '一猫'),
        sample(3, '一只猫。'),
        sample(2, '狗', 'A dog.', 'train'),
      ],
    });
    report(second, 1, { samples: [sample(1, '只只')] });
    const hypothesesAt = (epoch?: number) =>
      getSweepSamples(sweep.id, 'test', epoch).groups.map(({ sentences, runs }) => ({
        sentences: sentences.map(({ source }) => source),
        runs: runs.map((run) => [run.runId, run.epoch, ...run.hypotheses]),
      }));

    expect(getSweepSamples(sweep.id, 'test').epochs).toEqual([1, 2, 3]);
    expect(hypothesesAt(2)).toEqual([
      {
        sentences: ['A cat.'],
        runs: [
          [first.runId, 2, '一猫'],
          [second.runId, 1, '只只'],
        ],
      },
    ]);
    expect(hypothesesAt()[0]?.runs[0]).toEqual([first.runId, 3, '一只猫。']);
    expect(hypothesesAt(0)).toEqual([]);
    expect(getSweepSamples(sweep.id, 'train').groups[0]?.runs).toHaveLength(1);
  });

  it('stand in groups where runs translate different ones', async () => {
    openTestServer();
    const { sweep } = await createSweep(smallSpec);
    const first = await requireLease(register('one'));
    const second = await requireLease(register('two'));
    report(first, 1, { samples: [sample(1, '猫')] });
    report(second, 1, { samples: [sample(1, '狗', 'A dog.')] });
    expect(
      getSweepSamples(sweep.id, 'test').groups.map(({ runs }) => runs.map(({ runId }) => runId)),
    ).toEqual([[first.runId], [second.runId]]);
  });

  it('need a sweep that exists', () => {
    openTestServer();
    expect(() => getSweepSamples('none', 'test')).toThrow(/none/);
  });
});

it('a run knows its neighbours in the sweep', async () => {
  openTestServer();
  const { sweep } = await createSweep(smallSpec);
  const ids = getSweep(sweep.id).runs.map(({ id }) => id);
  expect(getRunPlace(ids[0] ?? '')).toMatchObject({
    position: 1,
    count: 4,
    previous: null,
    next: { id: ids[1] },
  });
  expect(getRunPlace(ids[3] ?? '')).toMatchObject({ position: 4, previous: { id: ids[2] }, next: null });
});
