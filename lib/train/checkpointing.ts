import type { ModelSession } from '@/lib/model/session';
import type { BestParameters } from './bestParameters';
import type { CheckpointStore } from './checkpoints/checkpointStore';
import type { TrainingPosition } from './checkpoints/position';
import type { TrainReporter } from './reporter';

export interface CheckpointOptions {
  store: CheckpointStore;
  /** Step of the checkpoint that the run goes on from; 0: from the beginning. */
  resumeFrom: number;
  /** Between two checkpoints within an epoch. Each epoch ends with one. */
  everyMs: number;
}

export interface CheckpointingOptions {
  options: CheckpointOptions | undefined;
  session: ModelSession;
  best: BestParameters;
  reporter: TrainReporter;
  /** Milliseconds on a clock that never goes back. */
  now(): number;
}

/** Saves checkpoints when they are due. A disk that fails costs the checkpoint, not the run. */
export class Checkpointing {
  readonly #given: CheckpointingOptions;
  #triedAtMs: number;
  #savedStep: number;
  #isFailing = false;

  constructor(given: CheckpointingOptions) {
    this.#given = given;
    this.#triedAtMs = given.now();
    this.#savedStep = given.options?.resumeFrom ?? 0;
  }

  /** Within an epoch: every few minutes, and after the first step, so that what is wrong with the disk is known early. */
  isDue(step: number): boolean {
    const { options, now } = this.#given;
    return options !== undefined && (step === 1 || now() - this.#triedAtMs >= options.everyMs);
  }

  /** Call between two steps, when everything up to the position's has been told. */
  async save(position: Omit<TrainingPosition, 'best'>): Promise<void> {
    const { options, session, best, reporter, now } = this.#given;
    // The same state but for how the run ended.
    if (!options || (position.step === this.#savedStep && !position.stopped)) return;
    const training = await session.exportState();
    try {
      options.store.save({
        position: { ...position, best: best.at ?? null },
        training,
        bestParameters: best.parameters,
      });
    } catch (error) {
      if (!this.#isFailing) reporter.log('warn', describeFailure(error, this.#savedStep));
      this.#isFailing = true;
      return;
    } finally {
      this.#triedAtMs = now();
    }
    if (this.#isFailing)
      reporter.log('info', `Checkpoints are written again, from step ${position.step} on.`);
    this.#isFailing = false;
    this.#savedStep = position.step;
    reporter.checkpoint(position.step);
  }
}

function describeFailure(error: unknown, savedStep: number): string {
  const reason = error instanceof Error ? error.message : String(error);
  const kept = savedStep > 0 ? `the one of step ${savedStep} is kept` : 'there is none yet';
  return `Writing a checkpoint failed (${reason}): ${kept}, and the run goes on; free some space in the worker's data directory.`;
}
