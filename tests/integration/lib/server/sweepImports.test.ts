import { describe, expect, it } from 'vitest';
import { reportSchema } from '@/lib/domain/protocol';
import type { StoppingDecision } from '@/lib/domain/stopping';
import { sweepSpecSchema } from '@/lib/domain/sweep';
import { attemptEndSchema, type SweepImport } from '@/lib/domain/sweepImport';
import type { ServerContext } from '@/lib/server/context';
import { expireLeases } from '@/lib/server/expiry';
import { claimAttempt, endImportedAttempt } from '@/lib/server/importedAttempts';
import { reportRun } from '@/lib/server/reports';
import { getRun } from '@/lib/server/runs';
import { resumeSweep } from '@/lib/server/sweepActions';
import { importSweep } from '@/lib/server/sweepImports';
import { getSweep } from '@/lib/server/sweeps';
import { expandSweep } from '@/sweeps/expand';
import { leaseNow, openTestServer, points, register, requireLease, smallSpec } from './harness';

const ids = ['aaaaaaaaaaa1', 'aaaaaaaaaaa2', 'aaaaaaaaaaa3', 'aaaaaaaaaaa4'];
const startedAtMs = 1_600_000_000_000;

function requestFor({ store }: ServerContext, rest: object = {}): SweepImport {
  const spec = sweepSpecSchema.parse({ ...smallSpec, ...rest });
  const { variants, seeds } = expandSweep(spec);
  const cells = seeds.flatMap((seed) => variants.map(({ index }) => ({ variantIndex: index, seed })));
  return {
    id: 'sweepsweep12',
    createdAtMs: startedAtMs,
    spec,
    corpusFingerprint: store.corpora.find('phrasebook')?.fingerprint ?? '',
    variants: variants.map(({ index, config }) => ({ index, config })),
    runs: cells.map((cell, index) => ({ id: ids[index] ?? '', ...cell })),
  };
}

const claim = (attempt: number) => ({
  attempt,
  startedAtMs: startedAtMs + 1000 * attempt,
  workerName: 'node17-42',
});

function tell(runId: string, attempt: number, leaseToken: string, sequence: number, rest: object = {}) {
  return reportRun(runId, reportSchema.parse({ attempt, leaseToken, sequence, ...rest }));
}

function end(runId: string, attempt: number, leaseToken: string, rest: object) {
  const endedAtMs = startedAtMs + 1000 * attempt + 500;
  endImportedAttempt(runId, attempt, attemptEndSchema.parse({ leaseToken, endedAtMs, ...rest }));
}

const [first = '', second = ''] = ids;
const conflict = expect.objectContaining({ code: 'conflict' });

describe('importing a sweep', () => {
  it('creates it under its own names, paused, once', async () => {
    const { context } = openTestServer();
    const request = requestFor(context);
    expect(await importSweep(request)).toMatchObject({ isNew: true });
    const again = await importSweep(request);
    expect(again.isNew).toBe(false);
    expect(again.runs).toEqual(
      ids.map((id) => ({ id, attempt: 0, outcome: null, isImported: true, lastSequence: 0 })),
    );
    const { sweep, runs } = getSweep(request.id);
    expect(sweep).toMatchObject({ paused: true, createdAtMs: startedAtMs, corpusSlug: 'phrasebook' });
    expect(runs.map(({ id }) => id)).toEqual(ids);
    expect(await leaseNow(register())).toBeNull();
  });

  it('refuses what this version would not train so, an unknown corpus, and another sweep of the name', async () => {
    const { context } = openTestServer();
    const request = requestFor(context);
    const [variant] = request.variants;
    if (!variant) throw new Error('no variant');
    const other = { index: 0, config: { ...variant.config, dropout: 0.77 } };
    const variants = [other, ...request.variants.slice(1)];
    await expect(importSweep({ ...request, variants })).rejects.toEqual(conflict);
    await expect(importSweep({ ...request, runs: request.runs.slice(1) })).rejects.toEqual(conflict);
    await expect(importSweep({ ...request, corpusFingerprint: 'none' })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(context.store.sweeps.find(request.id)).toBeUndefined();
    await importSweep(request);
    const renamed = request.runs.map((run, index) => (index === 0 ? { ...run, id: 'bbbbbbbbbbb1' } : run));
    await expect(importSweep({ ...request, runs: renamed })).rejects.toEqual(conflict);
  });
});

describe('importing an attempt', () => {
  it('keeps its own times, worker and outcome', async () => {
    const { context } = openTestServer();
    await importSweep(requestFor(context));
    const { leaseToken } = claimAttempt(first, claim(1));
    tell(first, 1, leaseToken, 1, { points: [points('test/loss', { 1: 0.1 + 0.2 })] });
    end(first, 1, leaseToken, { outcome: 'finished' });
    expect(context.store.runs.find(first)).toMatchObject({
      state: 'finished',
      startedAtMs: startedAtMs + 1000,
      finishedAtMs: startedAtMs + 1500,
      trainedMs: 500,
    });
    expect(context.store.attempts.ofRun(first)).toMatchObject([
      { workerName: 'node17-42', outcome: 'finished' },
    ]);
    expect(getRun(first).run.result.last).toEqual({ 'test/loss': 0.1 + 0.2 });
    // It is over: neither it nor another attempt is taken any more.
    expect(() => claimAttempt(first, claim(1))).toThrow(conflict);
    expect(() => claimAttempt(first, claim(2))).toThrow(conflict);
    expect(() => end(first, 1, leaseToken, { outcome: 'finished' })).toThrow(
      expect.objectContaining({ code: 'stale_attempt' }),
    );
  });

  it('is gone on with where more of it has come, and counts its time once', async () => {
    const { context } = openTestServer();
    await importSweep(requestFor(context));
    const part = claimAttempt(first, claim(1));
    tell(first, 1, part.leaseToken, 1);
    end(first, 1, part.leaseToken, { outcome: 'released' });
    const { leaseToken, lastSequence } = claimAttempt(first, claim(1));
    expect(lastSequence).toBe(1);
    tell(first, 1, leaseToken, 2);
    expect(() => tell(first, 1, part.leaseToken, 3)).toThrow(
      expect.objectContaining({ code: 'stale_attempt' }),
    );
    end(first, 1, leaseToken, { outcome: 'finished' });
    expect(context.store.runs.find(first)).toMatchObject({ state: 'finished', trainedMs: 500, attempt: 1 });
  });

  it('is lost by an import that breaks off, which counts against no worker, however often', async () => {
    const { context, clock } = openTestServer();
    await importSweep(requestFor(context));
    for (let times = 0; times < 5; times++) {
      claimAttempt(first, claim(1));
      clock.ms += context.leaseTtlMs + 1;
      expireLeases(context);
      expect(context.store.runs.find(first)).toMatchObject({ state: 'queued', lostAttempts: 0 });
    }
  });

  it('was killed elsewhere, which counts against no worker either; attempts come in their order', async () => {
    const { context } = openTestServer();
    await importSweep(requestFor(context));
    expect(() => claimAttempt(first, claim(2))).toThrow(conflict);
    for (const attempt of [1, 2, 3, 4]) {
      const { leaseToken } = claimAttempt(first, claim(attempt));
      end(first, attempt, leaseToken, { outcome: 'lost' });
    }
    expect(context.store.runs.find(first)).toMatchObject({
      state: 'queued',
      lostAttempts: 0,
      trainedMs: 2000,
    });
  });

  it('is not taken of a run that a worker has had', async () => {
    const { context } = openTestServer();
    const { id } = requestFor(context);
    await importSweep(requestFor(context));
    resumeSweep(id);
    const leased = await requireLease(register());
    expect(leased.runId).toBe(first);
    expect(() => claimAttempt(first, claim(1))).toThrow(conflict);
    expect(() => claimAttempt(first, claim(2))).toThrow(conflict);
  });

  it('was stopped by what was decided there: nothing is decided here, and each decision is kept once', async () => {
    const { context } = openTestServer();
    await importSweep(requestFor(context, { budget: { hours: 1 }, stopping: { kind: 'asha' } }));
    const decision: StoppingDecision = {
      rule: 'asha',
      action: 'stop',
      step: 4,
      epoch: 1,
      value: 2,
      threshold: 1,
      against: [],
      ofEpochs: 2,
      reason: 'stopped: worse than the others',
    };
    const progress = { step: 4, totalSteps: 8, epoch: 1, totalEpochs: 2 };
    // Killed there before it could end, and gone on with: it is not over.
    const third = ids[2] ?? '';
    end(third, 1, claimAttempt(third, claim(1)).leaseToken, {
      outcome: 'lost',
      decisions: [{ atMs: startedAtMs, decision }],
    });
    end(third, 2, claimAttempt(third, claim(2)).leaseToken, { outcome: 'stopped' });
    for (const runId of [first, second]) {
      const { leaseToken } = claimAttempt(runId, claim(1));
      // By this server's clock the attempt began years ago: its budget of an hour would be spent.
      tell(runId, 1, leaseToken, 1, { progress, points: [points('validation/loss', { 4: 2 })] });
      end(runId, 1, leaseToken, { outcome: 'released', decisions: [{ atMs: startedAtMs, decision }] });
    }
    const { leaseToken } = claimAttempt(first, claim(1));
    end(first, 1, leaseToken, { outcome: 'stopped', decisions: [{ atMs: startedAtMs, decision }] });
    expect(context.store.runs.find(first)).toMatchObject({ state: 'stopped', stopReason: decision.reason });
    expect(
      context.store.decisions.ofSweep('sweepsweep12').filter(({ runId }) => runId === first),
    ).toMatchObject([{ atMs: startedAtMs, decision }]);
    expect(context.store.runs.ofSweep('sweepsweep12').map(({ state }) => state)).toEqual([
      'stopped',
      'queued',
      'stopped',
      'queued',
    ]);
  });
});
