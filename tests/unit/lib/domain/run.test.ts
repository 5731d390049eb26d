import { describe, expect, it } from 'vitest';
import { isFinal, runStates, sweepState } from '@/lib/domain/run';

const none = { queued: 0, running: 0, finished: 0, stopped: 0, failed: 0, cancelled: 0 };

describe('run states', () => {
  it('end in finished, stopped, failed or cancelled', () => {
    expect(runStates.filter(isFinal)).toEqual(['finished', 'stopped', 'failed', 'cancelled']);
  });
});

describe('a sweep is what its runs are', () => {
  it.each([
    [{ ...none, queued: 3 }, 'queued'],
    [{ ...none, queued: 2, running: 1 }, 'running'],
    [{ ...none, queued: 2, finished: 1 }, 'running'],
    [{ ...none, finished: 3 }, 'finished'],
    [{ ...none, finished: 2, stopped: 1 }, 'finished'],
    [{ ...none, finished: 2, failed: 1 }, 'failed'],
    [{ ...none, finished: 2, cancelled: 1 }, 'cancelled'],
  ])('%o is %s', (counts, state) => {
    expect(sweepState(counts)).toBe(state);
  });
});
