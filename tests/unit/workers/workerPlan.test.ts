import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EngineChoice } from '@/workers/engineChoice';
import type { Sharing } from '@/workers/sharing';
import { describePlan, planWorkers, type WorkerPlanOptions } from '@/workers/workerPlan';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'heldout-plan-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

const gib = 2 ** 30;
const gpu: EngineChoice = {
  engine: 'onnx-webgpu',
  device: 'NVIDIA H100',
  isGpu: true,
  memoryBytes: 80 * gib,
  why: 'onnx-webgpu',
};
const cpu: EngineChoice = { ...gpu, engine: 'onnx-cpu', isGpu: false, memoryBytes: null };
const sharing: Sharing = {
  measuredAtMs: Date.UTC(2026, 11, 1),
  processes: {
    tiny: rates(100, 200, 400, 800),
    small: rates(100, 190, 195),
    medium: rates(100),
  },
  replicas: {
    tiny: rates(100, 190, 370, 720, 1400),
    small: rates(100, 150, 155),
    medium: rates(100, 130, 135),
  },
};
const notMeasured: Sharing = { measuredAtMs: 0, processes: {}, replicas: {} };

function rates(...tokensPerSecond: number[]) {
  return tokensPerSecond.map((rate, index) => ({ count: 2 ** index, tokensPerSecond: rate }));
}

async function plan(options: Partial<WorkerPlanOptions>, measured: Sharing = sharing) {
  let measurements = 0;
  const said: string[] = [];
  const planned = await planWorkers({
    workers: 'auto',
    replicas: 'auto',
    choice: gpu,
    home,
    deviceMemoryBytes: null,
    say: (line) => said.push(line),
    measure: async () => {
      measurements += 1;
      return measured;
    },
    ...options,
  });
  return { planned, measurements, said };
}

describe('the number of workers', () => {
  it('is one a core on the processor, without a share of anything', async () => {
    const { planned, measurements } = await plan({ choice: cpu });
    expect(planned).toEqual({ count: availableParallelism(), share: undefined });
    expect(measurements).toBe(0);
    expect(describePlan(planned, cpu)).toBeNull();
    const { said } = await plan({ choice: cpu, deviceMemoryBytes: gib });
    expect(said).toEqual([expect.stringContaining('changes nothing for onnx-cpu')]);
  });

  it('is on a GPU the most that are worth it for any size of model, measured once and told', async () => {
    const first = await plan({});
    expect(first.planned).toMatchObject({
      count: 8,
      share: { memoryBytes: 80 * gib, limits: { tiny: 8, small: 2, medium: 1, large: 1 } },
    });
    expect(first.said).toEqual([expect.stringMatching(/Measuring how many runs at once.*NVIDIA H100/)]);
    expect(describePlan(first.planned, gpu)).toBe(
      '8 workers on NVIDIA H100. At once at most: 8 of tiny models (8.0 times the rate of one at d_model 64, 1+1 ' +
        'layers), 2 of small models (1.9 times the rate of one at d_model 256, 1+1 layers), 1 of medium models ' +
        '(d_model 512, 1+1 layers), 1 of large models (not measured); another doubling raises the total rate by less ' +
        'than a tenth or does not fit (measured 2026-12-01; --workers N sets another number). A trainer steps together ' +
        'as one graph up to 16 runs of tiny models (14.0 times the rate of one), 2 runs of medium models (1.3 times ' +
        'the rate of one); --replicas N sets another number. Runs wait for one another where their estimates exceed ' +
        'its 80.0 GiB.',
    );
    const second = await plan({});
    expect(second).toMatchObject({ planned: first.planned, measurements: 0, said: [] });
  });

  it('is what was asked for, and then memory alone keeps runs from each other', async () => {
    const { planned, measurements } = await plan({ workers: 3, deviceMemoryBytes: 24 * gib });
    expect(planned).toMatchObject({ count: 3, share: { memoryBytes: 24 * gib, limits: null } });
    expect(measurements).toBe(0);
  });

  it('is one on a GPU that is imitated on the processor', async () => {
    const choice = { ...gpu, device: 'SwiftShader Device', memoryBytes: null };
    const { planned, measurements } = await plan({ choice });
    expect(planned.count).toBe(1);
    expect(measurements).toBe(0);
    expect(describePlan(planned, choice)).toContain('--device-memory GIB does');
  });

  it('is measured again at the next start where the measurement was broken off', async () => {
    const stop = new AbortController();
    stop.abort();
    expect((await plan({ signal: stop.signal })).measurements).toBe(1);
    expect((await plan({})).measurements).toBe(1);
    expect((await plan({})).measurements).toBe(0);
  });

  it('is one where nothing could be measured, which is tried again at the next start', async () => {
    expect((await plan({}, notMeasured)).planned.count).toBe(1);
    expect((await plan({}, notMeasured)).measurements).toBe(1);
  });
});

describe('the number of runs that a trainer steps together', () => {
  const every = (count: number) => ({ tiny: count, small: count, medium: count, large: count });

  it('is what was measured to be worth it for each size, and told', async () => {
    const { planned } = await plan({});
    expect(planned.share?.replicas).toEqual({ tiny: 16, small: 1, medium: 2, large: 1 });
    const { planned: alone } = await plan({ choice: { ...gpu, device: 'RTX 3060' } }, notMeasured);
    expect(alone.share?.replicas).toEqual(every(1));
    expect(alone.share?.why).toContain('Each run by itself: replicas of one graph did not gain a tenth');
  });

  it('is with a number of workers what was measured before, and one where nothing was', async () => {
    const before = await plan({ workers: 2 });
    expect(before).toMatchObject({ planned: { count: 2, share: { replicas: null } }, measurements: 0 });
    expect(before.planned.share?.why).toBe('2 at once at most, as asked with --workers.');
    await plan({});
    const after = await plan({ workers: 2 });
    expect(after.planned).toMatchObject({
      count: 2,
      share: { limits: null, replicas: { tiny: 16, small: 1 } },
    });
    expect(after.planned.share?.why).toContain('16 runs of tiny models');
  });

  it('is what was asked for, of every size, also on a GPU that is imitated on the processor', async () => {
    const software = { ...gpu, device: 'SwiftShader Device', memoryBytes: null };
    for (const choice of [gpu, software]) {
      const { planned, said } = await plan({ choice, workers: 1, replicas: 4 });
      expect(planned.share?.replicas).toEqual(every(4));
      expect(planned.share?.why).toContain(
        'steps up to 4 runs together as one graph, as asked with --replicas.',
      );
      expect(said).toEqual([]);
    }
    const { planned } = await plan({ workers: 1, replicas: 1 });
    expect(planned.share).toMatchObject({
      replicas: null,
      why: expect.stringContaining('as asked with --replicas'),
    });
    expect((await plan({ choice: software })).planned.share?.replicas).toBeNull();
  });

  it('changes nothing on an engine without replicas, which is said where it was asked for', async () => {
    const cuda: EngineChoice = { ...gpu, engine: 'onnx-cuda' };
    const asked = await plan({ choice: cuda, workers: 2, replicas: 4 });
    expect(asked.planned.share?.replicas).toBeNull();
    expect(asked.said).toEqual([
      expect.stringMatching(/--replicas is for onnx-webgpu.*nothing for onnx-cuda/),
    ]);
    const onProcessor = await plan({ choice: cpu, replicas: 2 });
    expect(onProcessor.planned).toEqual({ count: availableParallelism(), share: undefined });
    expect(onProcessor.said).toEqual([expect.stringContaining('nothing for onnx-cpu')]);
    for (const replicas of ['auto', 1] as const) {
      expect((await plan({ choice: cpu, replicas })).said).toEqual([]);
    }
  });
});
