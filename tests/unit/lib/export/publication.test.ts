import { describe, expect, it } from 'vitest';
import { starsOf } from '@/lib/export/publication';

describe('stars', () => {
  it.each([
    [null, 0],
    [1, 0],
    [0.05, 0],
    [0.0499, 1],
    [0.01, 1],
    [0.0099, 2],
    [0.001, 2],
    [0.0009, 3],
    [0, 3],
  ])('of p %s are %i: below 0.05, 0.01 and 0.001, not at them', (p, stars) => {
    expect(starsOf(p)).toBe(stars);
  });
});
