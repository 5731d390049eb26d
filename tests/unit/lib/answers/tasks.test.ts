import { describe, expect, it } from 'vitest';
import { type AnswerTask, readTask, taskMessage } from '@/lib/answers/tasks';
import { sweepSpecSchema } from '@/lib/domain/sweep';

const task: AnswerTask = {
  kind: 'answer',
  options: { target: 1 },
  input: {
    sweepId: 'abc',
    spec: sweepSpecSchema.parse({ name: 'a sweep', corpus: 'phrasebook' }),
    factors: [],
    variants: [{ index: 0, levels: {}, trainPairs: 100, parameterCount: 10 }],
    runs: [
      {
        id: 'r',
        variantIndex: 0,
        seed: 1,
        state: 'failed',
        stepsPerEpoch: null,
        durationMs: 5,
        result: {
          bestStep: null,
          bestEpoch: null,
          atBest: {},
          last: { 'test/loss': Number.POSITIVE_INFINITY },
        },
        tested: { best: null, last: null },
        comparison: null,
        curves: [
          { metric: 'test/loss', steps: [1, 2, 3], values: [0.1, Number.NaN, Number.NEGATIVE_INFINITY] },
        ],
      },
    ],
  },
};

describe('a task on its way to the process', () => {
  it('keeps the NaN and the infinities of a diverged run, which JSON between processes would not', () => {
    const message: unknown = JSON.parse(JSON.stringify(taskMessage(task)));
    expect(readTask(message)).toEqual(task);
  });

  it.each([[{}], [{ text: '{"kind":"other"}' }], [{ text: '{' }], [null]])('is refused: %o', (message) => {
    expect(() => readTask(message)).toThrow();
  });
});
