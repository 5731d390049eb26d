export interface ScheduleConfig {
  readonly kind: 'constant' | 'warmup-inverse-sqrt' | 'cosine';
  /** The highest rate that the schedule reaches. */
  readonly learningRate: number;
  readonly warmupSteps: number;
  /** cosine: the step at which the rate reaches zero. */
  readonly totalSteps: number;
}

/**
 * The learning rate of a step, counted from 1.
 * Every kind first rises linearly for warmupSteps; then constant stays, warmup-inverse-sqrt falls as 1/√step
 * (Vaswani et al. 2017 §5.3, with the peak as the parameter), cosine falls to zero at totalSteps
 * (Loshchilov & Hutter 2017, one cycle).
 */
export function learningRateAt(schedule: ScheduleConfig, step: number): number {
  const { kind, learningRate, warmupSteps, totalSteps } = schedule;
  if (step < warmupSteps) return (learningRate * step) / warmupSteps;
  switch (kind) {
    case 'constant':
      return learningRate;
    case 'warmup-inverse-sqrt':
      return learningRate * Math.sqrt(Math.max(1, warmupSteps) / Math.max(1, step));
    case 'cosine': {
      const progress = Math.min(1, (step - warmupSteps) / Math.max(1, totalSteps - warmupSteps));
      return (learningRate * (1 + Math.cos(Math.PI * progress))) / 2;
    }
  }
}
