import { describe, expect, it } from 'vitest';
import { threadsOf } from '@/workers/threads';

describe('threads of a trainer', () => {
  it.each([
    [1, 8, 8],
    [2, 8, 4],
    [3, 8, 2],
    [8, 8, 1],
    [9, 8, 1],
    [2, 1, 1],
  ])('are an even share of the cores: %i trainers on %i cores get %i each', (trainers, cores, expected) => {
    expect(threadsOf('auto', trainers, cores)).toBe(expected);
  });

  it('are what was set', () => {
    expect(threadsOf(3, 1, 8)).toBe(3);
  });
});
