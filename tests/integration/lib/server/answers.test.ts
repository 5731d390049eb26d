import { afterAll, describe, expect, it } from 'vitest';
import { answerInputOf } from '@/lib/server/answerInput';
import { answerState, getAnswer } from '@/lib/server/answers';
import { editSweep } from '@/lib/server/sweepEdit';
import { createSweep } from '@/lib/server/sweeps';
import { answeredSpec, answeredSweep, facts } from './answeredSweep';
import { openTestServer, register, report, requireLease } from './harness';

afterAll(() => {
  for (const { child } of globalThis.heldoutTaskProcesses?.values() ?? []) child.kill();
});

describe('the state that an answer is kept for', () => {
  it('stays while runs report, and is another one when the first of a variant says its size, and when one ends', async () => {
    const { context } = openTestServer();
    const { sweep } = await createSweep(answeredSpec);
    const state = () => answerState(context, sweep.id);
    const queued = state();
    const worker = register();
    const first = await requireLease(worker);
    report(first, 1);
    expect(state()).toBe(queued);
    report(first, 2, { facts });
    const sized = state();
    expect(sized).not.toBe(queued);
    expect(answerInputOf(context, sweep.id).variants.map(({ trainPairs }) => trainPairs)).toContain(180);
    report(first, 3, { facts });
    expect(state()).toBe(sized);
  });
});

describe('an answer', () => {
  it('is computed once for all who ask, and again after the sweep was edited', async () => {
    openTestServer();
    const id = await answeredSweep();
    const [one, two] = await Promise.all([getAnswer(id, {}), getAnswer(id, {})]);
    expect(one).toBe(two);
    await editSweep(id, { ...answeredSpec, seeds: [1, 2, 3] });
    const again = await getAnswer(id, {});
    expect(again.counts).toMatchObject({ runs: 12, used: 8, unfinished: 4 });
  });
});
