import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type SweepSpecInput, sweepSpecSchema } from '@/lib/domain/sweep';
import { attemptFolder, attemptNames, claimAttempt, sealAttempt } from '@/workers/offline/attemptFolder';
import { Journal, type JournalEntry } from '@/workers/offline/journal';
import { thisProcess } from '@/workers/offline/owner';
import { Queue, type QueueOptions } from '@/workers/offline/queue';
import { openOrCreateSweep, runFolder, type SweepFolder } from '@/workers/offline/sweepFolder';

const parent = mkdtempSync(join(tmpdir(), 'heldout-queue-'));
afterAll(() => rmSync(parent, { recursive: true }));
let folders = 0;

function newSweep(rest: Partial<SweepSpecInput> = {}): SweepFolder {
  return openOrCreateSweep({
    folder: join(parent, String(++folders)),
    specText: 'name: s',
    spec: sweepSpecSchema.parse({ name: 's', corpus: 'c', retries: 1, ...rest }),
    corpus: {
      name: 'c',
      sourceLanguage: 'en',
      targetLanguage: 'zh',
      licence: '',
      origin: '',
      generated: false,
      pairCount: 0,
      distinctSources: 0,
      removed: {},
      // SHA-256 of nothing: FIPS 180-4, as `sha256sum </dev/null` prints it.
      fingerprint: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      bytes: 0,
    },
    corpusBytes: new Uint8Array(),
    heldout: '0',
    nowMs: 1,
  });
}

type End = Extract<JournalEntry, { kind: 'end' }>['end'];

/** An attempt of the sweep's first run, from second `attempt` on, half a second long. */
function attempt(sweep: SweepFolder, number: number, end: End | null, token = 'nobody'): void {
  const [run] = sweep.sweep.runs;
  if (!run) throw new Error('the sweep has no run');
  const folder = runFolder(sweep, run);
  const trainer = { name: 'n', hostname: 'h', pid: 1, engine: 'onnx-cpu', device: 'd', version: '0' };
  const claim = {
    runFolder: folder,
    runId: run.id,
    attempt: number,
    owner: thisProcess(token),
    description: {},
  };
  claimAttempt({ ...claim, begin: { kind: 'begin', attempt: number, atMs: 1000 * number, trainer } });
  if (!end) return;
  const place = attemptFolder(folder, number);
  const { journal } = Journal.open(join(place, attemptNames.journal), { runId: run.id, attempt: number });
  journal.append({ kind: 'end', atMs: 1000 * number + 500, end });
  journal.close();
  sealAttempt(place);
}

function queueOf(sweep: SweepFolder, rest: Partial<QueueOptions> = {}) {
  const queue = new Queue({ sweep, now: () => 10_000, firstBackOffMs: 1000, retryFailed: false, ...rest });
  const [run] = queue.runs;
  if (!run) throw new Error('the sweep has no run');
  return { queue, run, standing: () => queue.standing(run) };
}

const failed = (code: string): End => ({ outcome: 'failed', error: { code, message: 'why' } });

describe('a run of a folder', () => {
  it('is ready before its first attempt, after one that was handed back, and after one that was killed', () => {
    expect(queueOf(newSweep()).standing()).toEqual({ kind: 'ready' });
    const sweep = newSweep();
    attempt(sweep, 1, { outcome: 'released' });
    expect(queueOf(sweep).standing()).toEqual({ kind: 'ready' });
    attempt(sweep, 2, null);
    expect(queueOf(sweep).standing()).toEqual({ kind: 'ready' });
  });

  it('is over once it has finished', () => {
    const sweep = newSweep();
    attempt(sweep, 1, { outcome: 'finished' });
    expect(queueOf(sweep).standing()).toEqual({ kind: 'over', state: 'finished' });
  });

  it('is being trained while this process holds it', () => {
    const sweep = newSweep();
    attempt(sweep, 1, null, 'token');
    const { queue, run, standing } = queueOf(sweep);
    queue.hold(run, 'token');
    expect(standing()).toEqual({ kind: 'training', isHere: true });
    queue.release(run);
    expect(standing()).toEqual({ kind: 'ready' });
  });

  it('is tried again after a while as often as the sweep says, and then on request', () => {
    const sweep = newSweep();
    attempt(sweep, 1, failed('internal'));
    expect(queueOf(sweep, { now: () => 2499 }).standing()).toEqual({ kind: 'due', atMs: 2500 });
    expect(queueOf(sweep, { now: () => 2500 }).standing()).toEqual({ kind: 'ready' });
    attempt(sweep, 2, failed('internal'));
    expect(queueOf(sweep).standing()).toEqual({ kind: 'over', state: 'failed' });
    const again = queueOf(sweep, { retryFailed: true });
    expect(again.standing()).toEqual({ kind: 'ready' });
    // As many tries as at first.
    attempt(sweep, 3, failed('internal'));
    again.queue.refreshAll();
    expect(again.standing()).toEqual({ kind: 'ready' });
    attempt(sweep, 4, failed('internal'));
    again.queue.refreshAll();
    expect(again.standing()).toEqual({ kind: 'over', state: 'failed' });
  });

  it('has failed for good at once where it would fail the same way again', () => {
    const sweep = newSweep();
    attempt(sweep, 1, failed('diverged'));
    expect(queueOf(sweep).standing()).toEqual({ kind: 'over', state: 'failed' });
  });

  it('uses up the hours of its sweep', () => {
    const sweep = newSweep({ budget: { hours: 1 / 3600 } });
    attempt(sweep, 1, { outcome: 'released' });
    expect(queueOf(sweep).queue.isBudgetSpent()).toBe(false);
    attempt(sweep, 2, { outcome: 'released' });
    expect(queueOf(sweep).queue.isBudgetSpent()).toBe(true);
  });
});
