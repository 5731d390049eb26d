import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { metricValueSchema } from '@/lib/domain/metric';
import { runTask } from '@/workers/childTask';

const run = (how: string, limitMs = 60_000) =>
  runTask({
    script: new URL('./tasks/misbehave.ts', import.meta.url),
    args: [how],
    schema: z.object({ value: metricValueSchema }),
    limitMs,
  });

describe('a task in a process of its own', () => {
  it('answers, infinities included, and what it printed beside is kept', async () => {
    expect(await run('answer')).toEqual({
      ok: true,
      value: { value: Number.POSITIVE_INFINITY },
      output: 'said beside the answer\n',
    });
  });

  it('passes on an error with its code, in one line', async () => {
    expect(await run('refuse')).toMatchObject({
      ok: false,
      code: 'engine_unavailable',
      reason: 'no GPU: none was found',
    });
  });

  it('is an answer where it aborts in native code', async () => {
    expect(await run('abort')).toMatchObject({
      ok: false,
      code: undefined,
      reason: expect.stringContaining('it ended with SIGABRT'),
    });
  });

  it('says its last error where it ends without an answer, and not what a loader said of itself', async () => {
    expect(await run('exit')).toMatchObject({
      ok: false,
      reason: 'it ended with exit code 9: Error: libdriver.so is of another version',
    });
  });

  it('is killed where it hangs', async () => {
    expect(await run('hang', 3000)).toMatchObject({
      ok: false,
      reason: expect.stringContaining('it gave no answer in 3 s'),
    });
  });
});
