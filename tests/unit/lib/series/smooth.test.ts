import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HeldoutError } from '@/lib/domain/errors';
import { type Smoothing, type SmoothingKind, smooth } from '@/lib/series/smooth';

function smoothed(kind: SmoothingKind, amount: number, ys: readonly number[]): number[] {
  return smooth({ kind, amount }, [...ys.keys()], ys);
}

function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  expected.forEach((value, index) => {
    expect(actual[index]).toBeCloseTo(value, 6);
  });
}

/**
 * The definitions that pandas and SciPy document, computed with numpy 1.24.2 (neither of them is needed for it):
 * weights = (1/3) ** arange(n)[::-1] over what is there; exp(-arange(-3, 4) ** 2 / 2), each divided by their sum.
 */
describe('values of other programs', () => {
  it("ema: pandas' ewm(com=0.5, ignore_na=True).mean() of its documentation, weight 1/3", () => {
    // pandas, DataFrame.ewm: 0.000000 0.750000 1.615385 (1.615385) 3.225000; pandas fills the gap, TensorBoard does not.
    const curve = smoothed('ema', 1 / 3, [0, 1, 2, Number.NaN, 4]);
    expectClose(curve.toSpliced(3, 1), [0, 0.75, 1.6153846, 3.225]);
    expect(curve[3]).toBeNaN();
  });

  it("gaussian: an impulse becomes SciPy's kernel of σ = 1, truncated at 3 σ", () => {
    // scipy.ndimage.gaussian_filter1d(impulse, 1, truncate=3)
    const impulse = Array.from({ length: 13 }, (_, index) => (index === 6 ? 1 : 0));
    expectClose(
      smoothed('gaussian', 1, impulse).slice(3, 10),
      [0.00443305, 0.05400558, 0.24203623, 0.39905028, 0.24203623, 0.05400558, 0.00443305],
    );
  });

  it("mean: pandas' rolling(3, center=True, min_periods=1).mean()", () => {
    expectClose(smoothed('mean', 3, [1, 2, 4, 8]), [1.5, 7 / 3, 14 / 3, 6]);
  });

  it('mean: an even width gives half the weight to either end (a centred moving average, 2 × 4 MA)', () => {
    // Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3.3: weights 1/8 1/4 1/4 1/4 1/8.
    const middle = smoothed('mean', 4, [8, 0, 0, 0, 16])[2];
    expect(middle).toBeCloseTo(3, 12);
  });
});

// Without −0, which is no other value but is another number to expect.
const finite = fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((y) => y + 0);
const curves = fc.array(finite, { minLength: 1, maxLength: 60 });
const gappy = fc.array(
  fc.oneof({ weight: 4, arbitrary: finite }, fc.constantFrom(Number.NaN, Infinity, -Infinity)),
  {
    minLength: 1,
    maxLength: 60,
  },
);
const smoothings: fc.Arbitrary<Smoothing> = fc.oneof(
  fc.record({ kind: fc.constant('none' as const), amount: fc.constant(0) }),
  fc.record({ kind: fc.constant('ema' as const), amount: fc.double({ min: 0, max: 0.99, noNaN: true }) }),
  fc.record({ kind: fc.constant('gaussian' as const), amount: fc.double({ min: 0, max: 20, noNaN: true }) }),
  fc.record({ kind: fc.constant('mean' as const), amount: fc.double({ min: 1, max: 40, noNaN: true }) }),
);

function apply(smoothing: Smoothing, ys: readonly number[]): number[] {
  return smooth(smoothing, [...ys.keys()], ys);
}

describe('every smoothing', () => {
  it('leaves a constant as it is', () => {
    fc.assert(
      fc.property(smoothings, finite, fc.integer({ min: 1, max: 50 }), (smoothing, value, length) => {
        expect(apply(smoothing, Array(length).fill(value))).toEqual(Array(length).fill(value));
      }),
    );
  });

  it('stays between the least and the greatest value', () => {
    fc.assert(
      fc.property(smoothings, curves, (smoothing, ys) => {
        const slack = 1e-9 * Math.max(...ys.map(Math.abs));
        for (const y of apply(smoothing, ys)) {
          expect(y).toBeGreaterThanOrEqual(Math.min(...ys) - slack);
          expect(y).toBeLessThanOrEqual(Math.max(...ys) + slack);
        }
      }),
    );
  });

  it('keeps what is not finite where it is, and nowhere else', () => {
    fc.assert(
      fc.property(smoothings, gappy, (smoothing, ys) => {
        const result = apply(smoothing, ys);
        expect(result).toHaveLength(ys.length);
        ys.forEach((y, index) => {
          if (Number.isFinite(y)) expect(result[index]).toSatisfy(Number.isFinite);
          else expect(result[index]).toBe(y);
        });
      }),
    );
  });

  it('commutes with shifting the values', () => {
    fc.assert(
      fc.property(smoothings, curves, finite, (smoothing, ys, shift) => {
        const shifted = apply(
          smoothing,
          ys.map((y) => y + shift),
        );
        apply(smoothing, ys).forEach((y, index) => {
          expect(Math.abs((shifted[index] ?? Number.NaN) - y - shift)).toBeLessThan(1e-6);
        });
      }),
    );
  });
});

describe('smoothing by nothing', () => {
  const none: Smoothing[] = [
    { kind: 'none', amount: 7 },
    { kind: 'ema', amount: 0 },
    { kind: 'gaussian', amount: 0 },
    { kind: 'mean', amount: 1 },
  ];
  it.each(none)('$kind $amount is the curve itself', (smoothing) => {
    fc.assert(
      fc.property(gappy, (ys) => {
        expect(apply(smoothing, ys)).toEqual(ys);
      }),
    );
  });
});

it.each([
  ['ema', 1],
  ['ema', -0.1],
  ['gaussian', -1],
  ['mean', 0],
  ['mean', Number.NaN],
] as const)('refuses %s with amount %s', (kind, amount) => {
  expect(() => smoothed(kind, amount, [1, 2])).toThrow(HeldoutError);
});

it('refuses more values than positions', () => {
  expect(() => smooth({ kind: 'none', amount: 0 }, [1], [1, 2])).toThrow(/1 x and 2 y/);
});
