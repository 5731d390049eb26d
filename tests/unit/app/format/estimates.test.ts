import { describe, expect, it } from 'vitest';
import { formatInterval, formatRoughly } from '@/app/format/estimates';

describe('an estimated duration', () => {
  it.each([
    [400, '5 s'],
    [42_000, '40 s'],
    [12.3 * 60_000, '12 min'],
    [59.9 * 60_000, '1 h'],
    [128 * 60_000, '2 h 10 min'],
    [14.2 * 3_600_000, '14 h'],
    [73 * 3_600_000, '3 days'],
  ])('of %d ms is written %s', (ms, text) => {
    expect(formatRoughly(ms)).toBe(text);
  });

  it('has its interval beside it', () => {
    expect(formatInterval({ low: 6e6, expected: 7.8e6, high: 1.08e7 })).toBe(
      'about 2 h 10 min (1 h 40 min to 3 h)',
    );
  });
});
