import { describe, expect, it } from 'vitest';
import { PATCH as change } from '@/app/api/v1/sweeps/[id]/route';
import { GET as list } from '@/app/api/v1/sweeps/route';
import { sweepListSchema } from '@/lib/domain/api';
import { createSweep } from '@/lib/server/sweeps';
import { openTestServer, points, register, report, requireLease, smallSpec } from '../../lib/server/harness';
import { call, host, loginCookie } from './call';

async function ask(tag?: string) {
  const headers = { cookie: loginCookie(), ...(tag ? { 'if-none-match': tag } : {}) };
  const response = await call(list, { path: '/', headers });
  const { sweeps } = response.status === 200 ? sweepListSchema.parse(await response.json()) : { sweeps: [] };
  return { status: response.status, tag: response.headers.get('etag') ?? '', sweeps };
}

function patch(id: string, body: object) {
  return call(change, {
    method: 'PATCH',
    path: '/',
    params: { id },
    headers: { cookie: loginCookie(), origin: `http://${host}` },
    body: JSON.stringify(body),
  });
}

describe('the list of sweeps', () => {
  it('is answered again only when something has changed', async () => {
    openTestServer();
    await createSweep(smallSpec);
    const first = await ask();
    expect(await ask(first.tag)).toMatchObject({ status: 304 });
    const run = await requireLease(register());
    expect(await ask(first.tag)).toMatchObject({ status: 200, sweeps: [{ state: 'running' }] });
    const running = await ask();
    report(run, 1, { points: [points('validation/loss', { 1: 5 }), points('test/bleu', { 1: 3 })] });
    const measured = await ask(running.tag);
    expect(measured.sweeps[0]).toMatchObject({
      best: { runId: run.runId, levels: { heads: 1 }, seed: 1, value: 3 },
      spark: { metric: 'test/bleu', values: [3] },
    });
    expect(await ask(measured.tag)).toMatchObject({ status: 304 });
  });

  it('draws a long curve by forty values from its first to its last, and the loss where the score is missing', async () => {
    openTestServer();
    await createSweep(smallSpec);
    const run = await requireLease(register());
    const steps = Array.from({ length: 500 }, (_, i) => i + 1);
    const losses = Object.fromEntries(steps.map((step) => [step, step]));
    report(run, 1, { points: [points('validation/loss', losses), points('test/loss', losses)] });
    // Without the reported metric no step can be the best.
    expect((await ask()).sweeps[0]?.spark).toBeNull();
    report(run, 2, { points: [points('test/bleu', Object.fromEntries(steps.map((step) => [step, step])))] });
    const spark = (await ask()).sweeps[0]?.spark;
    expect(spark?.values).toHaveLength(40);
    expect([spark?.values[0], spark?.values.at(-1)]).toEqual([1, 500]);
  });

  it('shows what a person wrote beside a sweep, and that it was put away', async () => {
    const { clock } = openTestServer();
    const { sweep } = await createSweep(smallSpec);
    const response = await patch(sweep.id, {
      owner: ' Mei ',
      tags: ['paper', 'paper', 'b'],
      notes: 'one\ntwo',
    });
    expect(await response.json()).toMatchObject({ owner: 'Mei', tags: ['paper', 'b'], archived: false });
    clock.ms += 1;
    await patch(sweep.id, { archived: true });
    expect((await ask()).sweeps[0]).toMatchObject({ owner: 'Mei', notes: 'one\ntwo', archived: true });
    await patch(sweep.id, { archived: false });
    expect((await ask()).sweeps[0]).toMatchObject({ archived: false });
    expect((await patch(sweep.id, { name: 'other' })).status).toBe(400);
    expect((await patch('nobody', { archived: true })).status).toBe(404);
  });
});
