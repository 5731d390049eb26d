import { describe, expect, it } from 'vitest';
import { missedRuns, withChangedRuns } from '@/app/sweeps/[id]/liveRuns';
import type { RunRow, SweepDetail, SweepEvent } from '@/lib/domain/api';
import { createSweep, getSweep } from '@/lib/server/sweeps';
import { openTestServer, smallSpec } from '../../lib/server/harness';

type RowsEvent = Extract<SweepEvent, { type: 'sweep' }>;

async function fourRuns(): Promise<SweepDetail> {
  openTestServer();
  const { sweep } = await createSweep(smallSpec);
  return getSweep(sweep.id);
}
const event = ({ sweep }: SweepDetail, runs: RunRow[], whole: boolean): RowsEvent => ({
  ...{ type: 'sweep', sweep, runs, whole },
});
const copy = (run: RunRow | undefined, change: Partial<RunRow> = {}): RunRow => {
  if (!run) throw new Error('expected a run');
  return { ...structuredClone(run), ...change };
};

describe('rows of a sweep that is followed', () => {
  it('take what is told of some runs, and keep the others as they are', async () => {
    const detail = await fourRuns();
    const changed = copy(detail.runs[1], { state: 'running' });
    const added = copy(detail.runs[0], { id: 'new', seed: 9 });
    const { runs } = withChangedRuns(detail, event(detail, [changed, added], false));
    expect(runs.map((run) => detail.runs.indexOf(run))).toEqual([0, -1, 2, 3, -1]);
    expect(runs[1]).toBe(changed);
  });

  it('keep rows that say the same when all are told again', async () => {
    const detail = await fourRuns();
    const told = detail.runs.map((run, index) => copy(run, index === 2 ? { state: 'running' } : {}));
    const { runs } = withChangedRuns(detail, event(detail, told, true));
    expect(runs.map((run) => detail.runs.indexOf(run))).toEqual([0, 1, -1, 3]);
  });

  it('say which runs may have got points before the connection was open', async () => {
    const detail = await fourRuns();
    const running = copy(detail.runs[0], { state: 'running' });
    const ended = copy(detail.runs[1], { state: 'finished' });
    const told = [running, ended, copy(detail.runs[2])];
    expect(
      missedRuns({ ...detail, runs: [running, ...detail.runs.slice(1)] }, event(detail, told, true)),
    ).toEqual([running.id, ended.id]);
    expect(missedRuns(detail, event(detail, told, false))).toEqual([]);
  });
});
