import { describe, expect, it } from 'vitest';
import { GET as anyCurves } from '@/app/api/v1/curves/route';
import { GET as sweepCurves } from '@/app/api/v1/sweeps/[id]/curves/route';
import { curvesAnswerSchema } from '@/app/client/curvesAnswer';
import { type CurvesResponse, curvesResponseSchema } from '@/lib/domain/api';
import type { LeasedRun } from '@/lib/domain/protocol';
import { finishRun } from '@/lib/server/reports';
import { createSweep } from '@/lib/server/sweeps';
import { openTestServer, points, register, report, requireLease, smallSpec } from '../../lib/server/harness';
import { call, loginCookie } from './call';

const count = 3000;
/** A chunk of a thousand points each. */
function reportMany(run: LeasedRun, last = count): void {
  for (let sequence = 1; sequence <= last / 1000; sequence++) {
    const steps = Array.from({ length: 1000 }, (_, i) => 1000 * (sequence - 1) + i + 1);
    report(run, sequence, {
      points: [points('train/loss', Object.fromEntries(steps.map((step) => [step, Math.sin(step) + 2])))],
    });
  }
}

async function get(query: string, sweepId?: string): Promise<CurvesResponse> {
  const response = await call(sweepId ? sweepCurves : anyCurves, {
    path: `/?${query}`,
    params: { id: sweepId ?? '' },
    headers: { cookie: loginCookie() },
  });
  const body: unknown = await response.json();
  expect(response.status, JSON.stringify(body).slice(0, 200)).toBe(200);
  // What the dashboard checks with a loop is what the schema says.
  expect(curvesAnswerSchema.parse(body)).toEqual(curvesResponseSchema.parse(body));
  return curvesResponseSchema.parse(body);
}

async function refusal(query: string, sweepId?: string) {
  const response = await call(sweepId ? sweepCurves : anyCurves, {
    path: `/?${query}`,
    params: { id: sweepId ?? '' },
    headers: { cookie: loginCookie() },
  });
  return { status: response.status, ...((await response.json()) as object) };
}

describe('curves', () => {
  it('are reduced over the whole, and anew over a range with one point on either side', async () => {
    openTestServer();
    const { sweep } = await createSweep(smallSpec);
    const run = await requireLease(register());
    reportMany(run);
    const [whole] = (await get(`metrics=train/loss&buckets=10&runs=${run.runId}`, sweep.id)).runs;
    expect(whole?.curves[0]).toMatchObject({ total: count });
    expect(whole?.curves[0]?.shown).toBeLessThanOrEqual(40);

    // Across the border of two chunks, and few enough to be whole.
    const [part] = (await get(`metrics=train/loss&buckets=10&from=996&to=1003&runs=${run.runId}`)).runs;
    expect(part?.curves[0]?.steps).toEqual([995, 996, 997, 998, 999, 1000, 1001, 1002, 1003, 1004]);
    const ends = async (from: number, to: number) => {
      const [part] = (await get(`metrics=train/loss&from=${from}&to=${to}&runs=${run.runId}`)).runs;
      const steps = part?.curves[0]?.steps ?? [];
      return [steps[0], steps.at(-1)];
    };
    expect(await ends(1001, 2000)).toEqual([1000, 2001]);
    expect(await ends(0, 3)).toEqual([1, 4]);
    expect(await ends(2999, 9999)).toEqual([2998, 3000]);
    expect(await ends(5000, 9999)).toEqual([3000, 3000]);
  });

  it('bring the times of the points that stay, where they are asked for', async () => {
    openTestServer();
    await createSweep(smallSpec);
    const run = await requireLease(register());
    reportMany(run, 2000);
    const [plain] = (await get(`metrics=train/loss&buckets=20&runs=${run.runId}`)).runs;
    const [timed] = (await get(`metrics=train/loss&buckets=20&times=1&runs=${run.runId}`)).runs;
    expect(plain?.curves[0]?.timesMs).toBeUndefined();
    expect(timed?.curves[0]?.timesMs).toEqual(timed?.curves[0]?.steps.map((step) => 1000 * step));
  });

  it('of runs that have ended are kept, and made anew for another attempt', async () => {
    openTestServer();
    const { sweep } = await createSweep({ ...smallSpec, seeds: [1], factors: {} });
    const run = await requireLease(register());
    report(run, 1, { points: [points('test/loss', { 1: Number.NaN, 2: 3 })] });
    const { attempt, leaseToken } = run;
    finishRun(run.runId, { attempt, leaseToken, outcome: 'finished' });
    const first = await get('metrics=test/loss', sweep.id);
    expect(first.runs[0]?.curves[0]?.values).toEqual([Number.NaN, 3]);
    expect(await get('metrics=test/loss', sweep.id)).toEqual(first);
    expect((await get('', sweep.id)).runs[0]?.curves).toHaveLength(1);
  });

  it('say what is wrong with a request', async () => {
    openTestServer();
    const { sweep } = await createSweep(smallSpec);
    expect(await refusal('')).toMatchObject({ status: 400, error: { path: 'runs' } });
    expect(await refusal('runs=nobody')).toMatchObject({ status: 404 });
    expect(await refusal('runs=nobody', sweep.id)).toMatchObject({ status: 404 });
    expect(await refusal('from=-1', sweep.id)).toMatchObject({ status: 400, error: { path: 'from' } });
    expect(await refusal('from=5&to=4', sweep.id)).toMatchObject({ status: 400, error: { path: 'from' } });
    expect(await refusal('buckets=0', sweep.id)).toMatchObject({ status: 400, error: { path: 'buckets' } });
  });
});
