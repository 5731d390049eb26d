import { describe, expect, it } from 'vitest';
import type { HeldoutError } from '@/lib/domain/errors';
import { finishRun } from '@/lib/server/reports';
import { getLostAttempts, getSweepLog } from '@/lib/server/sweepLog';
import { createSweep } from '@/lib/server/sweeps';
import { openTestServer, register, report, requireLease, smallSpec } from './harness';

const line = (text: string, level: 'info' | 'warn' | 'error' = 'info') => ({ timeMs: 1, level, text });

async function twoRuns() {
  openTestServer();
  const { sweep } = await createSweep({ ...smallSpec, retries: 1 });
  const worker = register();
  const first = await requireLease(worker);
  report(first, 1, { logs: [line('vocabulary of 500'), line('100 % slow', 'warn')] });
  const second = await requireLease(register('worker-2'));
  report(second, 1, { logs: [line('loss is NaN', 'error')] });
  await createSweep({ ...smallSpec, name: 'another' });
  return { sweepId: sweep.id, first, second };
}

describe('the log of a sweep', () => {
  it('has the lines of all runs, the newest first, page after page', async () => {
    const { sweepId, first, second } = await twoRuns();
    const page = getSweepLog(sweepId, { limit: 2 });
    expect(page.lines.map(({ text, runId }) => [text, runId])).toEqual([
      ['loss is NaN', second.runId],
      ['100 % slow', first.runId],
    ]);
    const rest = getSweepLog(sweepId, { limit: 2, before: page.before ?? undefined });
    expect(rest.lines.map(({ text }) => text)).toEqual(['vocabulary of 500']);
    expect(rest.before).toBeNull();
  });

  it('is filtered by level, run and text, in which % is a sign like any other', async () => {
    const { sweepId, first } = await twoRuns();
    const texts = (query: object) =>
      getSweepLog(sweepId, { limit: 100, ...query }).lines.map(({ text }) => text);
    expect(texts({ levels: ['error', 'warn'] })).toEqual(['loss is NaN', '100 % slow']);
    expect(texts({ runIds: [first.runId], text: 'VOCAB' })).toEqual(['vocabulary of 500']);
    expect(texts({ text: '%' })).toEqual(['100 % slow']);
    expect(texts({ text: 'no such line' })).toEqual([]);
  });

  it('says what it does not take', async () => {
    const { sweepId } = await twoRuns();
    expect(() => getSweepLog(sweepId, { limit: 0 })).toThrow(/got limit 0, expected a whole number from 1/);
    expect(() => getSweepLog('none', { limit: 1 })).toThrow(
      expect.objectContaining<Partial<HeldoutError>>({ code: 'not_found' }),
    );
  });
});

describe('attempts that came to nothing', () => {
  it('are told with their reasons', async () => {
    const { sweepId, first } = await twoRuns();
    const { attempt, leaseToken } = first;
    const error = { code: 'internal', message: 'it broke' };
    finishRun(first.runId, { attempt, leaseToken, outcome: 'failed', error });
    expect(getLostAttempts(sweepId).attempts).toMatchObject([
      { runId: first.runId, attempt: 1, outcome: 'failed', workerName: 'worker-1', error },
    ]);
  });
});
