import type { Objective } from '@/lib/domain/sweep';

/**
 * Follows a run's objective as the server does afterwards (see runResult): only steps at which the reported metric was
 * measured too are candidates, the first of equals stays, and what is not finite is never best.
 */
export class BestStep {
  #best: { step: number; epoch: number; value: number } | undefined;
  #current: { step: number; values: Record<string, number> } = { step: -1, values: {} };

  /** @param best as an earlier attempt left it */
  constructor(
    readonly objective: Objective,
    best?: { step: number; epoch: number; value: number },
  ) {
    this.#best = best;
  }

  get best(): { step: number; epoch: number; value: number } | undefined {
    return this.#best;
  }

  /**
   * @param values measured at this step; a later call for the same step adds to them
   * @param epoch passes over the training split up to this step, a fraction between two ends of epochs
   * @returns whether this step has just become the best
   */
  offer(step: number, epoch: number, values: Readonly<Record<string, number>>): boolean {
    const known = this.#current.step === step ? this.#current.values : {};
    this.#current = { step, values: { ...known, ...values } };
    const { metric, goal, report } = this.objective;
    const value = this.#current.values[metric];
    if (value === undefined || this.#current.values[report] === undefined) return false;
    if (!Number.isFinite(value) || step === this.#best?.step) return false;
    const isBetter =
      this.#best === undefined || (goal === 'maximize' ? value > this.#best.value : value < this.#best.value);
    if (isBetter) this.#best = { step, epoch, value };
    return isBetter;
  }
}
