import { describe, expect, it } from 'vitest';
import { bytesOfGibibytes, shapesIn } from '@/workers/cli/options';

describe('shapes of models', () => {
  it('are widths and layers', () => {
    expect(shapesIn('512x1, 1024x6')).toEqual([
      { dModel: 512, layers: 1 },
      { dModel: 1024, layers: 6 },
    ]);
  });

  it.each(['', '512', 'x1', '16x1x1', '12x1', '16x0', '16x25', '8192x1', '512x1,', '-8x1'])(
    '%j is none',
    (text) => {
      expect(() => shapesIn(text)).toThrow(/expected (WIDTHxLAYERS|a whole number)/);
    },
  );
});

it('GiB are bytes, and none are null', () => {
  expect(bytesOfGibibytes(1.5)).toBe(1_610_612_736);
  expect(bytesOfGibibytes(undefined)).toBeNull();
});
