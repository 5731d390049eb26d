import { describe, expect, it } from 'vitest';
import { canTransition, isFinal, runStates, sweepState } from '@/lib/domain/run';

const none = { queued: 0, running: 0, finished: 0, failed: 0, cancelled: 0 };

describe('run states', () => {
  it('end in finished, failed or cancelled, and never leave them', () => {
    for (const state of runStates) {
      const leaves = runStates.some((next) => canTransition(state, next));
      expect(leaves, state).toBe(!isFinal(state));
    }
  });

  it('let a lost run go back to the queue', () => {
    expect(canTransition('running', 'queued')).toBe(true);
    expect(canTransition('queued', 'finished')).toBe(false);
  });
});

describe('a sweep is what its runs are', () => {
  it.each([
    [{ ...none, queued: 3 }, 'queued'],
    [{ ...none, queued: 2, running: 1 }, 'running'],
    [{ ...none, queued: 2, finished: 1 }, 'running'],
    [{ ...none, finished: 3 }, 'finished'],
    [{ ...none, finished: 2, failed: 1 }, 'failed'],
    [{ ...none, finished: 2, cancelled: 1 }, 'cancelled'],
  ])('%o is %s', (counts, state) => {
    expect(sweepState(counts)).toBe(state);
  });
});
