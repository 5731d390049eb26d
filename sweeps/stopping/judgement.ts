import type { StoppingDecision } from '@/lib/domain/stopping';

/** A run and the value that it is compared by. */
export type Measured = StoppingDecision['against'][number];

/** What a rule makes of a run's value and those of the others. */
export interface Judgement {
  action: StoppingDecision['action'];
  /** The run goes on unless it is worse; null: there was nothing to be worse than. */
  threshold: number | null;
  /** The runs whose values the threshold is: their mean. */
  decisive: Measured[];
}
