import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generalisationGap, overfittingOnset } from '@/lib/stats/overfitting';

const curve = (values: number[]) => ({ steps: values.map((_, at) => at * 10), values });
const falling = (length: number) => curve(Array.from({ length }, (_, at) => 3 - at * 0.1));

describe('the onset of overfitting', () => {
  it('is the minimum of test loss where it rises afterwards and train loss falls', () => {
    expect(overfittingOnset(falling(5), curve([3, 2, 1, 1.5, 2]))).toBe(20);
  });

  it('is not there while test loss falls, however slowly', () => {
    expect(overfittingOnset(falling(4), curve([3, 2, 1.5, 1.49]))).toBeUndefined();
  });

  it('is not there while test loss lies within a per cent of its minimum', () => {
    expect(overfittingOnset(falling(4), curve([3, 1, 1.005, 1.01]))).toBeUndefined();
    expect(overfittingOnset(falling(5), curve([3, 1, 1.005, 1.02, 1.03]))).toBe(20);
  });

  it('waits for the last return of a noisy curve', () => {
    expect(overfittingOnset(falling(7), curve([3, 1, 1.4, 1.2, 1.001, 1.3, 1.5]))).toBe(40);
  });

  it('is not there where train loss does not fall: that is no remembering', () => {
    expect(overfittingOnset(curve([3, 2, 2, 2.5]), curve([3, 1, 1.5, 2]))).toBeUndefined();
  });

  it('holds a divergence for worse than any number', () => {
    expect(overfittingOnset(curve([3, 2, 1, 0.5]), curve([3, 1, Number.NaN, Infinity]))).toBe(10);
    expect(overfittingOnset(curve([3, 2, Number.NaN]), curve([3, 1, Number.NaN]))).toBeUndefined();
  });

  it('needs more than one point, and any finite one', () => {
    expect(overfittingOnset(curve([1]), curve([1]))).toBeUndefined();
    expect(overfittingOnset(curve([]), curve([]))).toBeUndefined();
    expect(overfittingOnset(falling(2), curve([Number.NaN, Number.NaN]))).toBeUndefined();
  });

  it('takes train loss at the newest step at or before it', () => {
    const train = { steps: [0, 15, 100], values: [3, 1.5, 1.6] };
    expect(overfittingOnset(train, curve([3, 2, 1, 2]))).toBeUndefined();
  });

  it('is never followed by a test loss that comes back to the minimum', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0.1, max: 5, noNaN: true }), { minLength: 1 }), (values) => {
        const test = curve(values);
        const onset = overfittingOnset(falling(values.length), test);
        const least = Math.min(...values);
        const later = values.filter((_, at) => onset !== undefined && (test.steps[at] ?? 0) > onset);
        return later.every((value) => value > least * 1.01);
      }),
    );
  });
});

describe('the gap between test and train', () => {
  it('is measured where both are, and finite', () => {
    const train = { steps: [0, 10, 20, 30], values: [3, 2, Number.NaN, 1] };
    const test = { steps: [0, 10, 20, 40], values: [3, 2.5, 2, 2] };
    expect(generalisationGap(train, test)).toEqual({ steps: [0, 10], values: [0, 0.5] });
  });
});
