import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { defaultConfig } from '@/lib/domain/config';
import type { LeasedRun } from '@/lib/domain/protocol';
import { DeviceLedger } from '@/workers/deviceLedger';
import type { DeviceMemoryEstimate } from '@/workers/deviceMemory';
import { DeviceShare } from '@/workers/deviceShare';
import type { TrainerEnd } from '@/workers/trainerProcess';
import { type Seat, TrainerTeam } from '@/workers/trainerTeam';

const gib = 2 ** 30;
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function shareOf(memoryBytes: number | null, replicas: number) {
  const folder = mkdtempSync(join(tmpdir(), 'heldout-team-'));
  folders.push(folder);
  return new DeviceShare({
    memoryBytes,
    limits: null,
    replicas: { tiny: replicas, small: replicas, medium: replicas, large: replicas },
    why: 'As measured.',
    home: folder,
    device: 'a GPU',
    log: () => undefined,
    usedBytes: async () => 0,
    ledger: new DeviceLedger(folder),
  });
}

const memory: DeviceMemoryEstimate = {
  states: 0.4 * gib,
  activations: 0.4 * gib,
  decoding: 0,
  context: 0.5 * gib,
  total: 1.5 * gib,
};
const need = { memory, shapeClass: 'tiny' } as const;

function run(runId: string): LeasedRun {
  return {
    runId,
    sweepId: 'sweep',
    attempt: 1,
    leaseToken: 'token',
    leaseTtlMs: 15_000,
    config: defaultConfig,
    seed: 1,
    split: { seed: 1, validation: 0.1, test: 0.1 },
    checkpointStep: 0,
    stopping: { kind: 'none' },
    objective: { metric: 'validation/loss', goal: 'minimize', report: 'test/bleu' },
    keep: { models: 'none' },
    corpus: { id: 'corpus', slug: 'corpus', fingerprint: 'f', bytes: 1, targetLanguage: 'zh' },
    trainersOnMachine: 1,
  };
}

const never = new AbortController().signal;
const finished: TrainerEnd = { outcome: 'finished' };

/** Runs that others of the queue can step with; what each was told when it came to the device, by its id. */
function team(options: {
  share: DeviceShare;
  queue: string[];
  execute?: (run: LeasedRun, seat: Seat) => Promise<TrainerEnd>;
  another?: () => Promise<LeasedRun | null>;
  mayStepTogether?: boolean;
}) {
  const told = new Map<string, string>();
  const enter = async ({ runId }: LeasedRun, seat: Seat) => {
    told.set(runId, await seat.enter(need, never, () => undefined));
    return finished;
  };
  const { share, queue, execute = enter, mayStepTogether = true } = options;
  const next = async () => {
    const runId = queue.shift();
    return runId === undefined ? null : run(runId);
  };
  const made = new TrainerTeam({ share, mayStepTogether, another: options.another ?? next, execute });
  return { told, queue, enter, train: () => made.train(run('first')) };
}

describe('a team of runs', () => {
  it('takes as many as are worth it, and tells each with how many it steps', async () => {
    const { told, queue, train } = team({ share: shareOf(null, 3), queue: ['a', 'b', 'c'] });
    expect(await train()).toBeUndefined();
    expect([...told.keys()].sort()).toEqual(['a', 'b', 'first']);
    for (const text of told.values())
      expect(text).toMatch(/^Steps together with 2 other runs, .* As measured\.$/);
    expect(queue).toEqual(['c']);
  });

  it('takes no more than fit into the memory of the device, each with states and activations of its own', async () => {
    // 0.5 for the driver, and 1.25 × 0.8 for each, and once more a tenth of the states: three are 3.55 of 3.8 GiB.
    const { told, queue, train } = team({ share: shareOf(4 * gib, 8), queue: ['a', 'b', 'c'] });
    await train();
    expect(told.size).toBe(3);
    expect(queue).toEqual(['c']);
    expect(told.get('first')).toMatch(/about 3\.[56] GiB of its 4\.0 GiB/);
  });

  it('is of one where runs may not step together, or the device is not worth it', async () => {
    for (const options of [
      { share: shareOf(null, 3), mayStepTogether: false },
      { share: shareOf(null, 1) },
    ]) {
      const { told, train } = team({ ...options, queue: ['a'] });
      await train();
      expect([...told.keys()]).toEqual(['first']);
      expect(told.get('first')).not.toContain('together');
    }
  });

  it('does not wait for one that ends before it has asked for the device', async () => {
    const share = shareOf(null, 3);
    const made = team({
      share,
      queue: ['a', 'b'],
      execute: async (run, seat) =>
        run.runId === 'a'
          ? { outcome: 'failed', error: { code: 'invalid_corpus', message: 'no' } }
          : made.enter(run, seat),
    });
    await made.train();
    expect([...made.told.keys()].sort()).toEqual(['b', 'first']);
    expect(made.told.get('b')).toContain('Steps together with 1 other run,');
    expect(await share.isFree()).toBe(true);
  });

  it('still trains a run that was found while the first one ended', async () => {
    const stop = new AbortController();
    const executed: string[] = [];
    let give: (run: LeasedRun) => void = () => undefined;
    const asked = new Promise<LeasedRun>((resolve) => {
      give = resolve;
    });
    const made = team({
      share: shareOf(null, 2),
      queue: [],
      another: () => {
        stop.abort(new Error('cancelled'));
        return asked;
      },
      execute: async ({ runId }, seat) => {
        executed.push(runId);
        if (runId === 'late') return finished;
        await seat.enter(need, stop.signal, () => undefined).catch(() => give(run('late')));
        return { outcome: 'released' };
      },
    });
    await made.train();
    expect(executed).toEqual(['first', 'late']);
  });

  it('says why its runs are to be trained apart, and throws what one threw once all have ended', async () => {
    const apart = team({
      share: shareOf(null, 2),
      queue: ['a'],
      execute: async (run, seat) => {
        await apart.enter(run, seat);
        return run.runId === 'a' ? { outcome: 'released', apart: 'out of memory' } : finished;
      },
    });
    expect(await apart.train()).toBe('out of memory');
    const ended: string[] = [];
    const failing = team({
      share: shareOf(null, 2),
      queue: ['a'],
      execute: async (run, seat) => {
        await failing.enter(run, seat);
        ended.push(run.runId);
        if (run.runId === 'first') throw new Error('no room for the spool');
        return finished;
      },
    });
    await expect(failing.train()).rejects.toThrow('no room for the spool');
    expect(ended.sort()).toEqual(['a', 'first']);
  });
});
