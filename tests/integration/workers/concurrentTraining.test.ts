import { describe, expect, it } from 'vitest';
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
