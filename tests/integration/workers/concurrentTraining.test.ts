import { describe, expect, it } from 'vitest';
import { swiftShaderEnvironment } from '@/tests/swiftShader';
import { trainConcurrently } from '@/workers/concurrentTraining';

const small = {
  engine: 'onnx-cpu',
  threads: 1,
  dModel: 16,
  layers: 1,
  windowMs: 200,
  limitMs: 60_000,
} as const;

describe('several trainers at once', () => {
  it('add up to one rate', async () => {
    const together = await trainConcurrently({ ...small, trainers: 2 });
    if (!together.ok) throw new Error(together.reason);
    expect(together.stepsPerSecond).toBeGreaterThan(0);
    expect(together.tokensPerSecond).toBeCloseTo(64 * 20 * together.stepsPerSecond, 6);
  });

  it('add up every model of the graph that each steps, as replicas', async ({ skip }) => {
    const env = swiftShaderEnvironment();
    if (env === null) return skip('no SwiftShader');
    // Of the study's vocabularies the imitated GPU has enough to do.
    const batch = { rows: 2, sourceLength: 3, targetLength: 4 };
    const replicas = { ...small, engine: 'onnx-webgpu', replicas: 3, batch, limitMs: 120_000, env } as const;
    const together = await trainConcurrently({ ...replicas, trainers: 1, dModel: 8, windowMs: 1 });
    if (!together.ok) throw new Error(together.reason);
    expect(together.tokensPerSecond).toBeCloseTo(2 * 4 * together.stepsPerSecond, 6);
    // The window ends about with the first step, which is an update of each of the three.
    expect(together.steps % 3).toBe(0);
  });

  it('fail where the engine has no replicas, and name one that has', async () => {
    expect(await trainConcurrently({ ...small, trainers: 1, replicas: 2 })).toEqual({
      ok: false,
      reason: expect.stringMatching(/2 replicas.*onnx-cpu.*onnx-webgpu/),
    });
  });

  it('fail together, with the reason, where one of them fails', async () => {
    const width = { ...small, dModel: 12 };
    expect(await trainConcurrently({ ...width, trainers: 2 })).toEqual({
      ok: false,
      reason: expect.stringContaining('heads'),
    });
  });

  it('are ended where they are not ready in time, or not wanted any more', async () => {
    const late = await trainConcurrently({ ...small, trainers: 1, limitMs: 1 });
    expect(late).toEqual({ ok: false, reason: expect.stringContaining('SIGKILL') });
    const unwanted = await trainConcurrently({ ...small, trainers: 1, signal: AbortSignal.abort() });
    expect(unwanted).toEqual({ ok: false, reason: expect.stringContaining('SIGKILL') });
  });
});
