import type { StoppingDecision, StoppingSpec } from '@/lib/domain/stopping';
import type { Objective } from '@/lib/domain/sweep';
import type { TrainingPosition } from './checkpoints/position';

export type PatienceSpec = Extract<StoppingSpec, { kind: 'patience' }>;
type PatienceState = NonNullable<TrainingPosition['patience']>;

/**
 * Ends a run once its objective has not become better for a number of epochs (Prechelt 1998, "Early stopping — but
 * when?": the UP criterion). It sees the values at the ends of epochs alone.
 */
export class Patience {
  readonly #spec: PatienceSpec;
  readonly #objective: Objective;
  #best: number | null;
  #epochsWithout: number;

  /** @param state as an earlier attempt left it */
  constructor(spec: PatienceSpec, objective: Objective, state: PatienceState | null = null) {
    this.#spec = spec;
    this.#objective = objective;
    this.#best = state?.best ?? null;
    this.#epochsWithout = state?.epochsWithout ?? 0;
  }

  get state(): PatienceState {
    return { best: this.#best, epochsWithout: this.#epochsWithout };
  }

  /**
   * @param value of the objective at the end of an epoch; what is not finite is never better
   * @returns the decision to stop; undefined while there is patience left
   */
  offer(step: number, epoch: number, value: number): StoppingDecision | undefined {
    const threshold = this.#threshold();
    if (this.#isBetter(value)) {
      this.#best = value;
      this.#epochsWithout = 0;
      return undefined;
    }
    this.#epochsWithout += 1;
    const { epochs, minChange } = this.#spec;
    if (this.#epochsWithout < epochs) return undefined;
    const best = this.#best === null ? 'never finite' : `best at ${this.#best}`;
    const least = minChange > 0 ? `, by at least ${minChange},` : '';
    return {
      rule: 'patience',
      action: 'stop',
      step,
      epoch,
      value: Number.isFinite(value) ? value : null,
      threshold,
      against: [],
      reason: `${this.#objective.metric}, ${best}, has not become better${least} for ${this.#epochsWithout} epoch${this.#epochsWithout === 1 ? '' : 's'}.`,
    };
  }

  #isBetter(value: number): boolean {
    if (!Number.isFinite(value)) return false;
    const threshold = this.#threshold();
    if (threshold === null) return true;
    return this.#objective.goal === 'maximize' ? value > threshold : value < threshold;
  }

  /** What a value has to pass. */
  #threshold(): number | null {
    if (this.#best === null) return null;
    const { minChange } = this.#spec;
    return this.#objective.goal === 'maximize' ? this.#best + minChange : this.#best - minChange;
  }
}
