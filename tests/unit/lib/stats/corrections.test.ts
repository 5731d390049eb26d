import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { benjaminiHochberg, holm } from '@/lib/stats/corrections';

const pValues = [0.01, 0.04, 0.03, 0.005, 0.5, 0.2];

describe('corrections', () => {
  it('equal p.adjust of R 4.2.2', () => {
    // p.adjust(p, 'holm'): 0.05 0.12 0.12 0.03 0.5 0.4; 'BH': 0.03 0.06 0.06 0.03 0.5 0.24
    const close = (values: (number | null)[]) => values.map((p) => Number((p ?? 0).toFixed(12)));
    expect(close(holm(pValues))).toEqual([0.05, 0.12, 0.12, 0.03, 0.5, 0.4]);
    expect(close(benjaminiHochberg(pValues))).toEqual([0.03, 0.06, 0.06, 0.03, 0.5, 0.24]);
  });

  it('pass by tests that could not be made, without counting them', () => {
    expect(holm([null, 0.02, null, 0.03])).toEqual([null, 0.04, null, 0.04]);
    expect(benjaminiHochberg([null])).toEqual([null]);
  });

  it('never lower a p, never reorder them, and Holm is never below Benjamini and Hochberg', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 }), (values) => {
        const byHolm = holm(values).map(Number);
        const byBenjaminiHochberg = benjaminiHochberg(values).map(Number);
        for (const [at, p] of values.entries()) {
          expect(byBenjaminiHochberg[at]).toBeGreaterThanOrEqual(p * (1 - 1e-12));
          expect(byHolm[at]).toBeGreaterThanOrEqual((byBenjaminiHochberg[at] ?? 0) * (1 - 1e-12));
          for (const [other, q] of values.entries()) {
            if (p < q) expect(byHolm[at]).toBeLessThanOrEqual(byHolm[other] ?? 0);
          }
        }
      }),
    );
  });
});
