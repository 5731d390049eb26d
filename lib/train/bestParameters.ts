import type { Objective } from '@/lib/domain/sweep';
import type { ModelSession, ParameterSnapshot } from '@/lib/model/session';
import { BestStep } from './bestStep';
import type { Checkpoint } from './checkpoints/checkpointStore';

/**
 * Keeps a copy of the parameters of the best step, so that the whole test split is translated with them once, at the
 * end. Rejected: translating it at every new best step, of which there is one an epoch early on (a Tatoeba run at
 * d_model 256 would translate 1,383 sentences, 2.5 s, up to twenty times); the copy costs one model's memory.
 */
export class BestParameters {
  readonly #session: ModelSession;
  readonly #best: BestStep;
  #snapshot: ParameterSnapshot | undefined;

  /** @param checkpoint that the run goes on from */
  constructor(session: ModelSession, objective: Objective, checkpoint?: Checkpoint) {
    this.#session = session;
    this.#best = new BestStep(objective, checkpoint?.position.best ?? undefined);
    this.#snapshot = checkpoint?.bestParameters;
  }

  get at(): { step: number; epoch: number; value: number } | undefined {
    return this.#best.best;
  }

  /** Of the best step; not to be changed. */
  get parameters(): ParameterSnapshot | undefined {
    return this.#snapshot;
  }

  /** As BestStep.offer; the session's parameters must be those that the values were measured with. */
  async offer(step: number, epoch: number, values: Readonly<Record<string, number>>): Promise<void> {
    if (this.#best.offer(step, epoch, values)) this.#snapshot = await this.#session.readParameters();
  }

  /** Puts the best step's parameters into the session, which cannot train on afterwards. */
  async restore(): Promise<void> {
    if (this.#snapshot) await this.#session.writeParameters(this.#snapshot);
  }
}
