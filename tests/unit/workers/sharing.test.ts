import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { flopsPerStep } from '@/lib/model/flops';
import { studyModel } from '@/workers/cli/benchModel';
import { benchBatch } from '@/workers/cli/measureShape';
import { version } from '@/workers/environment';
import { measureSharing, type SharedTraining } from '@/workers/measureSharing';
import { shapeClasses, shapeClassOf, standFor } from '@/workers/shapeClasses';
import {
  limitsOf,
  readSharing,
  replicasOf,
  type Sharing,
  worthwhileRate,
  writeSharing,
} from '@/workers/sharing';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'heldout-sharing-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

const rates = (...tokensPerSecond: number[]) =>
  tokensPerSecond.map((rate, index) => ({ count: 2 ** index, tokensPerSecond: rate }));

describe('how many runs at once are worth it', () => {
  it.each([
    ['a device that one fills', rates(100, 104), 1],
    ['a gain of more than a tenth, and one of less', rates(100, 111, 115), 2],
    ['one that is slower with two', rates(100, 70, 300), 1],
    ['gains up to the last that was tried', rates(100, 190, 350, 600), 8],
    ['nothing measured', [], undefined],
  ])('%s', (_what, measured, expected) => {
    expect(worthwhileRate(measured)?.count).toBe(expected);
  });

  it.each([
    ['faster by a tenth than the best of processes', rates(100, 180, 190), rates(100, 150, 210), 4],
    ['faster by less', rates(100, 180, 190), rates(100, 150, 208), 1],
    ['gaining up to the last that was tried', rates(100), rates(100, 190, 350, 690, 1300), 16],
    ['no faster than one alone', rates(100, 105), rates(100, 104), 1],
    ['not measured', rates(100, 190), [], 1],
  ])('steps replicas together that are %s', (_what, processes, replicas, expected) => {
    const sharing: Sharing = {
      measuredAtMs: 0,
      processes: { small: processes },
      replicas: { small: replicas },
    };
    expect(replicasOf(sharing)).toEqual({ tiny: 1, small: expected, medium: 1, large: 1 });
  });

  it('knows the size of the model that stands for each size', () => {
    for (const shapeClass of shapeClasses) {
      const { dModel, layers } = standFor[shapeClass];
      expect(shapeClassOf(flopsPerStep(studyModel(dModel, layers), benchBatch))).toBe(shapeClass);
    }
  });
});

/** Rates of so many at once, as given: by the width that stands for a size. */
function trainAt(tried: string[], processes: Record<number, number[]>, replicas: Record<number, number[]>) {
  return async ({ dModel, trainers, replicas: together }: SharedTraining) => {
    const [count, what, given] =
      together > 1 ? [together, 'replicas', replicas] : [trainers, 'processes', processes];
    tried.push(`${count} ${what} of ${dModel}`);
    const tokensPerSecond = given[dModel]?.[Math.log2(count)] ?? Number.NaN;
    return { ok: true, steps: 1, stepsPerSecond: 1, tokensPerSecond } as const;
  };
}

describe('measuring it', () => {
  const processes = {
    64: [100, 190, 360, 700],
    256: [100, 180, 190],
    512: [100, 105],
    1024: [100, 90],
  };

  it('doubles the trainers of each size until that is not worth it', async () => {
    const tried: string[] = [];
    const sharing = await measureSharing({
      engine: 'onnx-cuda',
      memoryBytes: null,
      say: () => undefined,
      train: trainAt(tried, processes, {}),
    });
    expect(tried).toEqual([
      ...[1, 2, 4, 8].map((count) => `${count} processes of 64`),
      ...[1, 2, 4].map((count) => `${count} processes of 256`),
      ...['1 processes of 512', '2 processes of 512', '1 processes of 1024', '2 processes of 1024'],
    ]);
    expect(limitsOf(sharing)).toEqual({ tiny: 8, small: 2, medium: 1, large: 1 });
    expect(sharing.replicas).toEqual({});
  });

  it('doubles the replicas in one trainer too, where the engine has them', async () => {
    const tried: string[] = [];
    const sharing = await measureSharing({
      engine: 'onnx-webgpu',
      memoryBytes: null,
      say: () => undefined,
      train: trainAt(tried, processes, {
        64: [0, 190, 370, 720, 1400],
        256: [0, 150, 155],
        512: [0, 130, 135],
        1024: [0, 95],
      }),
    });
    expect(tried.filter((each) => each.includes('replicas'))).toEqual([
      ...[2, 4, 8, 16].map((count) => `${count} replicas of 64`),
      ...['2 replicas of 256', '4 replicas of 256', '2 replicas of 512', '4 replicas of 512'],
      '2 replicas of 1024',
    ]);
    expect(sharing.replicas.medium).toEqual([
      { count: 1, tokensPerSecond: 100 },
      { count: 2, tokensPerSecond: 130 },
      { count: 4, tokensPerSecond: 135 },
    ]);
    expect(replicasOf(sharing)).toEqual({ tiny: 16, small: 1, medium: 2, large: 1 });
    expect(limitsOf(sharing)).toEqual({ tiny: 8, small: 2, medium: 1, large: 1 });
  });

  it('ends with the last number that worked, and says what did not', async () => {
    const said: string[] = [];
    const sharing = await measureSharing({
      engine: 'onnx-webgpu',
      memoryBytes: null,
      say: (line) => said.push(line),
      train: async ({ trainers, replicas }) => {
        const rate = trainers * replicas ** 2;
        return trainers < 4 && replicas < 8
          ? { ok: true, steps: 1, stepsPerSecond: rate, tokensPerSecond: rate }
          : { ok: false, reason: 'out of device memory' };
      },
    });
    expect(limitsOf(sharing)).toEqual({ tiny: 2, small: 2, medium: 2, large: 2 });
    expect(replicasOf(sharing)).toEqual({ tiny: 4, small: 4, medium: 4, large: 4 });
    expect(said.slice(0, 2)).toEqual([
      '4 trainers at once did not work with tiny models: out of device memory',
      '8 replicas at once did not work with tiny models: out of device memory',
    ]);
  });

  it('ends where it is broken off, with what has been measured, and blames nothing', async () => {
    const stop = new AbortController();
    const said: string[] = [];
    const tried: number[] = [];
    const sharing = await measureSharing({
      engine: 'onnx-cuda',
      memoryBytes: null,
      say: (line) => said.push(line),
      signal: stop.signal,
      train: async ({ trainers }) => {
        tried.push(trainers);
        if (trainers === 1) return { ok: true, steps: 1, stepsPerSecond: 1, tokensPerSecond: 1 };
        stop.abort();
        return { ok: false, reason: 'killed' };
      },
    });
    expect(tried).toEqual([1, 2]);
    expect(said).toEqual([]);
    expect(sharing.processes).toEqual({ tiny: [{ count: 1, tokensPerSecond: 1 }] });
  });

  it('starts no more than the memory holds, and no longer than a start should wait', async () => {
    const tried: SharedTraining[] = [];
    const train = async (shared: SharedTraining) => {
      tried.push(shared);
      const rate = shared.trainers * shared.replicas;
      return { ok: true, steps: 1, stepsPerSecond: rate, tokensPerSecond: rate } as const;
    };
    const options = { engine: 'onnx-webgpu', say: () => undefined, train } as const;
    const most = (what: 'trainers' | 'replicas') =>
      Math.max(...tried.filter(({ dModel }) => dModel === 256).map((shared) => shared[what]));
    await measureSharing({ ...options, memoryBytes: 6 * 2 ** 30 });
    // Of 1.8 GiB each one, of which 0.6 GiB are the driver's and counted once a process.
    expect([most('trainers'), most('replicas')]).toEqual([2, 4]);
    tried.length = 0;
    let atMs = 0;
    const sharing = await measureSharing({
      ...options,
      memoryBytes: null,
      now: () => {
        atMs += 100_000;
        return atMs;
      },
    });
    expect(tried.map(({ trainers }) => trainers)).toEqual([1, 2]);
    expect(limitsOf(sharing)).toEqual({ tiny: 2, small: 1, medium: 1, large: 1 });
    expect(replicasOf(sharing)).toEqual({ tiny: 1, small: 1, medium: 1, large: 1 });
  });
});

describe('what was measured', () => {
  const sharing: Sharing = {
    measuredAtMs: 5,
    processes: { small: rates(100, 150) },
    replicas: { small: rates(100, 190, 350) },
  };

  it('is kept by device and engine', async () => {
    await writeSharing(home, 'onnx-webgpu', 'RTX 3060', sharing);
    const other = { measuredAtMs: 6, processes: {}, replicas: {} };
    await writeSharing(home, 'onnx-cuda', 'RTX 3060', other);
    expect(await readSharing(home, 'onnx-webgpu', 'RTX 3060')).toEqual(sharing);
    expect(await readSharing(home, 'onnx-cuda', 'RTX 3060')).toEqual(other);
    expect(await readSharing(home, 'onnx-webgpu', 'RTX 4090')).toBeUndefined();
  });

  it.each([
    ['is damaged', '{"onnx'],
    [
      'is from before replicas were measured',
      JSON.stringify({
        [`onnx-webgpu of heldout ${version} on RTX 3060`]: {
          measuredAtMs: 5,
          rates: { small: [{ trainers: 1, tokensPerSecond: 100 }] },
        },
      }),
    ],
  ])('is measured anew where its file %s', async (_what, file) => {
    await mkdir(join(home, 'cache'));
    await writeFile(join(home, 'cache', 'device-sharing.json'), file);
    expect(await readSharing(home, 'onnx-webgpu', 'RTX 3060')).toBeUndefined();
    await writeSharing(home, 'onnx-webgpu', 'RTX 3060', sharing);
    expect(await readSharing(home, 'onnx-webgpu', 'RTX 3060')).toEqual(sharing);
  });
});
