import { describe, expect, it } from 'vitest';
import { stateOf } from '@/app/workers/workerState';

const run = { id: 'r', sweepId: 's', sweepName: 'n', levels: {}, seed: 1, progress: null };
const runs = [run];
const none: typeof runs = [];

describe('what a worker does now', () => {
  it.each([
    ['silent', { alive: false, duty: 'work', runs }],
    ['training', { alive: true, duty: 'work', runs }],
    ['waiting', { alive: true, duty: 'work', runs: none }],
    ['finishing', { alive: true, duty: 'pause', runs }],
    ['paused', { alive: true, duty: 'pause', runs: none }],
    ['handingBack', { alive: true, duty: 'drain', runs }],
    ['drained', { alive: true, duty: 'drain', runs: none }],
  ] as const)('%s', (state, worker) => {
    expect(stateOf(worker)).toBe(state);
  });

  it('is the same with several runs', () => {
    const several = [run, { ...run, id: 'q', seed: 2 }];
    expect(stateOf({ alive: true, duty: 'work', runs: several })).toBe('training');
    expect(stateOf({ alive: true, duty: 'pause', runs: several })).toBe('finishing');
  });
});
