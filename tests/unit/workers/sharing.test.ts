import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { flopsPerStep } from '@/lib/model/flops';
import { studyModel } from '@/workers/cli/benchModel';
import { benchBatch } from '@/workers/cli/measureShape';
import { measureSharing } from '@/workers/measureSharing';
import { shapeClasses, shapeClassOf, standFor } from '@/workers/shapeClasses';
import { limitsOf, readSharing, worthwhileTrainers, writeSharing } from '@/workers/sharing';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'heldout-sharing-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

const rates = (...tokensPerSecond: number[]) =>
  tokensPerSecond.map((rate, index) => ({ trainers: 2 ** index, tokensPerSecond: rate }));

describe('how many trainers are worth it', () => {
  it.each([
    ['a device that one fills', rates(100, 104), 1],
    ['a gain of more than a tenth, and one of less', rates(100, 111, 115), 2],
    ['one that is slower with two', rates(100, 70, 300), 1],
    ['gains up to the last that was tried', rates(100, 190, 350, 600), 8],
    ['nothing measured', [], 1],
  ])('%s', (_what, measured, expected) => {
    expect(worthwhileTrainers(measured)).toBe(expected);
  });

  it('knows the size of the model that stands for each size', () => {
    for (const shapeClass of shapeClasses) {
      const { dModel, layers } = standFor[shapeClass];
      expect(shapeClassOf(flopsPerStep(studyModel(dModel, layers), benchBatch))).toBe(shapeClass);
    }
  });
});

describe('measuring it', () => {
  it('doubles the trainers of each size until that is not worth it', async () => {
    const tried: string[] = [];
    const perTrainer: Record<number, number[]> = {
      64: [100, 190, 360, 700],
      256: [100, 180, 190],
      512: [100, 105],
      1024: [100, 90],
    };
    const { rates: measured } = await measureSharing({
      engine: 'onnx-webgpu',
      memoryBytes: null,
      say: () => undefined,
      train: async ({ dModel, trainers }) => {
        tried.push(`${trainers} of ${dModel}`);
        const tokensPerSecond = perTrainer[dModel]?.[Math.log2(trainers)] ?? Number.NaN;
        return { ok: true, stepsPerSecond: 1, tokensPerSecond };
      },
    });
    const [tiny, small] = ['1 of 64, 2 of 64, 4 of 64, 8 of 64', '1 of 256, 2 of 256, 4 of 256'];
    expect(tried.join(', ')).toBe(`${tiny}, ${small}, 1 of 512, 2 of 512, 1 of 1024, 2 of 1024`);
    expect(limitsOf({ measuredAtMs: 0, rates: measured })).toEqual({
      tiny: 8,
      small: 2,
      medium: 1,
      large: 1,
    });
  });

  it('ends with the last number that worked, and says what did not', async () => {
    const said: string[] = [];
    const sharing = await measureSharing({
      engine: 'onnx-webgpu',
      memoryBytes: null,
      say: (line) => said.push(line),
      train: async ({ trainers }) =>
        trainers < 4
          ? { ok: true, stepsPerSecond: trainers, tokensPerSecond: trainers }
          : { ok: false, reason: 'out of device memory' },
    });
    expect(limitsOf(sharing)).toEqual({ tiny: 2, small: 2, medium: 2, large: 2 });
    expect(said[0]).toBe('4 trainers at once did not work with tiny models: out of device memory');
  });

  it('starts no more than the memory holds, and no longer than a start should wait', async () => {
    const tried: number[] = [];
    const train = async ({ trainers }: { trainers: number }) => {
      tried.push(trainers);
      return { ok: true, stepsPerSecond: trainers, tokensPerSecond: trainers } as const;
    };
    const options = { engine: 'onnx-webgpu', say: () => undefined, train } as const;
    await measureSharing({ ...options, memoryBytes: 3 * 2 ** 30 });
    expect(Math.max(...tried)).toBeLessThan(4);
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
    expect(tried).toEqual([1, 2]);
    expect(limitsOf(sharing)).toEqual({ tiny: 2, small: 1, medium: 1, large: 1 });
  });
});

describe('what was measured', () => {
  const sharing = { measuredAtMs: 5, rates: { small: rates(100, 150) } };

  it('is kept by device and engine', async () => {
    await writeSharing(home, 'onnx-webgpu', 'RTX 3060', sharing);
    await writeSharing(home, 'onnx-cuda', 'RTX 3060', { measuredAtMs: 6, rates: {} });
    expect(await readSharing(home, 'onnx-webgpu', 'RTX 3060')).toEqual(sharing);
    expect(await readSharing(home, 'onnx-cuda', 'RTX 3060')).toEqual({ measuredAtMs: 6, rates: {} });
    expect(await readSharing(home, 'onnx-webgpu', 'RTX 4090')).toBeUndefined();
  });

  it('is measured anew where its file is damaged', async () => {
    await mkdir(join(home, 'cache'));
    await writeFile(join(home, 'cache', 'device-sharing.json'), '{"onnx');
    expect(await readSharing(home, 'onnx-webgpu', 'RTX 3060')).toBeUndefined();
    await writeSharing(home, 'onnx-webgpu', 'RTX 3060', sharing);
    expect(await readSharing(home, 'onnx-webgpu', 'RTX 3060')).toEqual(sharing);
  });
});
