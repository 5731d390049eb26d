import { describe, expect, it } from 'vitest';
import { GET as events } from '@/app/api/v1/sweeps/[id]/events/route';
import { type SweepEvent, sweepEventSchema } from '@/lib/domain/api';
import { pauseSweep } from '@/lib/server/sweepActions';
import { createSweep } from '@/lib/server/sweeps';
import { openTestServer, points, register, report, requireLease, smallSpec } from '../../lib/server/harness';
import { call, loginCookie } from './call';

async function listen(sweepId: string, lastEventId?: string, since?: string) {
  const hangUp = new AbortController();
  const response = await call(events, {
    path: since === undefined ? '/' : `/?since=${since}`,
    params: { id: sweepId },
    headers: { cookie: loginCookie(), ...(lastEventId ? { 'last-event-id': lastEventId } : {}) },
    signal: hangUp.signal,
  });
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const reader = response.body?.getReader();
  if (!reader) throw new Error('expected a stream');
  const next = async (): Promise<{ id: string | undefined; event: SweepEvent } | null> => {
    const { done, value } = await reader.read();
    if (done) return null;
    const text = Buffer.from(value).toString('utf8');
    const event = sweepEventSchema.parse(JSON.parse(/^data: (.*)$/m.exec(text)?.[1] ?? ''));
    expect(text).toContain(`event: ${event.type}\n`);
    return { id: /^id: (.*)$/m.exec(text)?.[1], event };
  };
  return { next, hangUp: () => hangUp.abort() };
}

describe('server-sent events', () => {
  it('tell the state on connection, then changes and new points, until the page is gone', async () => {
    const { context } = openTestServer();
    const { sweep } = await createSweep(smallSpec);
    const { next, hangUp } = await listen(sweep.id);
    expect((await next())?.event).toMatchObject({ type: 'sweep', whole: true, sweep: { state: 'queued' } });

    const run = await requireLease(register());
    // Many changes in one interval are one event.
    for (let sequence = 1; sequence <= 5; sequence++) {
      report(run, sequence, { points: [points('test/loss', { [sequence]: sequence })] });
    }
    // Points first: a page that learns from the rows that all has ended stops listening.
    expect((await next())?.event).toEqual({ type: 'points', runIds: [run.runId] });
    const rows = (await next())?.event;
    expect(rows).toMatchObject({ type: 'sweep', whole: false, sweep: { state: 'running' } });
    // Of four runs the one that changed.
    expect(rows?.type === 'sweep' ? rows.runs : []).toEqual([
      expect.objectContaining({
        id: run.runId,
        result: expect.objectContaining({ last: { 'test/loss': 5 } }),
      }),
    ]);

    hangUp();
    expect(await next()).toBeNull();
    expect(context.events.listenerCount('sweep') + context.events.listenerCount('points')).toBe(0);
  });

  it('tell what a person changed about the sweep itself', async () => {
    openTestServer();
    const { sweep } = await createSweep(smallSpec);
    const { next, hangUp } = await listen(sweep.id);
    expect((await next())?.event).toMatchObject({ sweep: { paused: false } });
    pauseSweep(sweep.id);
    expect((await next())?.event).toMatchObject({ sweep: { paused: true }, runs: [], whole: false });
    hangUp();
    expect(await next()).toBeNull();
  });

  it('tell a page that connects again which runs were reported on since', async () => {
    const { clock } = openTestServer();
    const { sweep } = await createSweep(smallSpec);
    const before = await requireLease(register('a'));
    clock.ms += 1000;
    const first = await listen(sweep.id);
    const id = (await first.next())?.id ?? '';
    first.hangUp();

    clock.ms += 1000;
    const after = await requireLease(register('b'));
    report(after, 1, { points: [points('test/loss', { 1: 1 })] });
    // The browser connects again by itself; a page that was hidden opens a new connection.
    for (const again of [await listen(sweep.id, id), await listen(sweep.id, undefined, id)]) {
      expect((await again.next())?.event).toEqual({ type: 'points', runIds: [after.runId] });
      const rows = (await again.next())?.event;
      expect(rows).toMatchObject({ type: 'sweep', whole: true });
      expect(rows?.type === 'sweep' ? rows.runs.length : 0).toBe(4);
      again.hangUp();
    }
    expect(before.runId).not.toBe(after.runId);
  });

  it('open nothing for a HEAD request, which no one would close', async () => {
    const { context } = openTestServer();
    const { sweep } = await createSweep(smallSpec);
    const response = await call(events, {
      method: 'HEAD',
      path: '/',
      params: { id: sweep.id },
      headers: { cookie: loginCookie() },
    });
    expect(response.status).toBe(200);
    expect(response.body).toBeNull();
    expect(context.events.listenerCount('sweep')).toBe(0);
  });
});
