import { describe, expect, it } from 'vitest';
import { learningRateAt, type ScheduleConfig } from '@/lib/model/schedule';

const schedule = (kind: ScheduleConfig['kind'], warmupSteps = 100): ScheduleConfig => ({
  kind,
  learningRate: 0.01,
  warmupSteps,
  totalSteps: 1000,
});

describe('learningRateAt', () => {
  it.each(['constant', 'warmup-inverse-sqrt', 'cosine'] as const)('%s rises linearly to its peak', (kind) => {
    expect(learningRateAt(schedule(kind), 1)).toBeCloseTo(0.0001, 12);
    expect(learningRateAt(schedule(kind), 50)).toBeCloseTo(0.005, 12);
    expect(learningRateAt(schedule(kind), 100)).toBeCloseTo(0.01, 12);
  });

  it('constant stays', () => {
    expect(learningRateAt(schedule('constant', 0), 1)).toBe(0.01);
    expect(learningRateAt(schedule('constant'), 5000)).toBe(0.01);
  });

  it('warmup-inverse-sqrt is the schedule of Vaswani et al. 2017 §5.3', () => {
    const [dModel, warmupSteps] = [512, 4000];
    const paper = (step: number) => dModel ** -0.5 * Math.min(step ** -0.5, step * warmupSteps ** -1.5);
    const ours: ScheduleConfig = {
      kind: 'warmup-inverse-sqrt',
      learningRate: paper(warmupSteps),
      warmupSteps,
      totalSteps: 0,
    };
    for (const step of [1, 100, 3999, 4000, 4001, 100_000]) {
      expect(learningRateAt(ours, step)).toBeCloseTo(paper(step), 12);
    }
  });

  it('cosine is halfway between warm-up and end at half the peak, and zero from the end on', () => {
    expect(learningRateAt(schedule('cosine'), 550)).toBeCloseTo(0.005, 12);
    expect(learningRateAt(schedule('cosine'), 1000)).toBeCloseTo(0, 12);
    expect(learningRateAt(schedule('cosine'), 2000)).toBeCloseTo(0, 12);
  });
});
