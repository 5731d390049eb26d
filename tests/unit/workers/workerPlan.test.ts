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
  rates: {
    tiny: [1, 2, 4, 8].map((trainers) => ({ trainers, tokensPerSecond: 100 * trainers })),
    small: [100, 190, 195].map((tokensPerSecond, index) => ({ trainers: 2 ** index, tokensPerSecond })),
    medium: [{ trainers: 1, tokensPerSecond: 100 }],
  },
};

async function plan(options: Partial<WorkerPlanOptions>, measured: Sharing = sharing) {
  let measurements = 0;
  const said: string[] = [];
  const planned = await planWorkers({
    setting: 'auto',
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
        'than a tenth or does not fit (measured 2026-12-01; --workers N sets another number). Runs wait for one ' +
        'another where their estimates exceed its 80.0 GiB.',
    );
    const second = await plan({});
    expect(second).toMatchObject({ planned: first.planned, measurements: 0, said: [] });
  });

  it('is what was asked for, and then memory alone keeps runs from each other', async () => {
    const { planned, measurements } = await plan({ setting: 3, deviceMemoryBytes: 24 * gib });
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

  it('is one where nothing could be measured, which is tried again at the next start', async () => {
    const nothing = { measuredAtMs: 0, rates: {} };
    expect((await plan({}, nothing)).planned.count).toBe(1);
    expect((await plan({}, nothing)).measurements).toBe(1);
  });
});
