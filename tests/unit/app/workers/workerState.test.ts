import { describe, expect, it } from 'vitest';
import { stateOf } from '@/app/workers/workerState';

const run = { id: 'r', sweepId: 's', sweepName: 'n', levels: {}, seed: 1, progress: null };

describe('what a worker does now', () => {
  it.each([
    ['silent', { alive: false, duty: 'work', run }],
    ['training', { alive: true, duty: 'work', run }],
    ['waiting', { alive: true, duty: 'work', run: null }],
    ['finishing', { alive: true, duty: 'pause', run }],
    ['paused', { alive: true, duty: 'pause', run: null }],
    ['handingBack', { alive: true, duty: 'drain', run }],
    ['drained', { alive: true, duty: 'drain', run: null }],
  ] as const)('%s', (state, worker) => {
    expect(stateOf(worker)).toBe(state);
  });
});
