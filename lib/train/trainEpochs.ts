import { setImmediate as nextTurn } from 'node:timers/promises';
import { shuffledBatches } from '@/lib/data/batches';
import type { BatchPlan } from '@/lib/data/batchPlan';
import type { Dataset } from '@/lib/data/dataset';
import { HeldoutError } from '@/lib/domain/errors';
import type { StoppingDecision } from '@/lib/domain/stopping';
import { learningRateAt, type ScheduleConfig } from '@/lib/model/schedule';
import { DivergedStep, type ModelSession } from '@/lib/model/session';
import type { BestParameters } from './bestParameters';
import type { Checkpointing } from './checkpointing';
import type { TrainingPosition } from './checkpoints/position';
import { type EvaluationBatches, evaluateSplits } from './evaluation';
import { Patience } from './patience';
import type { TrainReporter } from './reporter';
import { describeEpoch } from './runFacts';
import { RunningMetrics, runningCadence } from './runningMetrics';
import type { TrainRunOptions } from './trainRunOptions';
import type { Translations } from './translations';

export interface Training {
  options: TrainRunOptions;
  dataset: Dataset;
  plan: BatchPlan;
  session: ModelSession;
  translations: Translations;
  samples: EvaluationBatches['samples'];
  best: BestParameters;
  checkpointing: Checkpointing;
  /** Of the checkpoint that the run goes on from. */
  from: TrainingPosition | undefined;
}

/** `epoch` counts passes, and is a fraction after an early stop. */
export type TrainingEnd = { step: number; epoch: number } & (
  | { outcome: 'finished' | 'handedBack' }
  | { outcome: 'stopped'; decision: StoppingDecision | null }
);

/**
 * Trains from the beginning or from a checkpoint to the last step, an early stop or the wish to hand the run back.
 *
 * @throws HeldoutError diverged
 */
export async function trainEpochs(training: Training): Promise<TrainingEnd> {
  const { options, plan, from } = training;
  const loop = new EpochLoop(training);
  if (from?.stopped) {
    return {
      outcome: 'stopped',
      step: from.step,
      epoch: from.step / plan.batchCount,
      decision: from.stopped.decision,
    };
  }
  if (!from) await loop.begin();
  const firstEpoch = from ? from.epoch + (from.batchesDone === plan.batchCount ? 1 : 0) : 1;
  for (let epoch = firstEpoch; epoch <= options.config.epochs; epoch++) {
    const end = await loop.epoch(epoch, epoch === from?.epoch ? from : undefined);
    if (end) return end;
  }
  return { outcome: 'finished', step: loop.step, epoch: options.config.epochs };
}

class EpochLoop {
  step: number;
  readonly #training: Training;
  readonly #reporter: TrainReporter;
  readonly #stepsPerEpoch: number;
  readonly #totalSteps: number;
  readonly #schedule: ScheduleConfig;
  readonly #evaluationSteps: ReadonlySet<number>;
  readonly #cadence: number;
  readonly #patience: Patience | undefined;

  constructor(training: Training) {
    const { options, plan, from } = training;
    const { config, stopping, objective } = options;
    this.#training = training;
    this.#reporter = options.reporter;
    this.step = from?.step ?? 0;
    this.#stepsPerEpoch = plan.batchCount;
    this.#totalSteps = this.#stepsPerEpoch * config.epochs;
    this.#schedule = {
      kind: config.schedule,
      learningRate: config.learningRate,
      warmupSteps: config.warmupSteps,
      totalSteps: this.#totalSteps,
    };
    this.#evaluationSteps = evenlySpaced(this.#stepsPerEpoch, config.evaluationsPerEpoch);
    this.#cadence = runningCadence(this.#stepsPerEpoch);
    if (stopping?.kind === 'patience') this.#patience = new Patience(stopping, objective, from?.patience);
    this.#tellProgress(from?.epoch ?? 0);
  }

  /** What is known of the untrained model. */
  async begin(): Promise<void> {
    await this.#evaluate();
    for (const sample of await this.#training.translations.show(0, 0)) this.#reporter.sample(sample);
  }

  /**
   * @param from where in this epoch an earlier attempt left it
   * @returns how training ended, where it did
   */
  async epoch(epoch: number, from: TrainingPosition | undefined): Promise<TrainingEnd | undefined> {
    const { options, dataset, plan, session, translations, best, checkpointing } = this.#training;
    const { config, seed, now } = options;
    const reporter = this.#reporter;
    const startedMs = now() - (from?.epochElapsedMs ?? 0);
    const running = new RunningMetrics(from?.running);
    let evaluated: Record<string, number> = from?.evaluated ?? {};
    let batchesDone = 0;
    const position = (stopped: TrainingPosition['stopped'] = null): Omit<TrainingPosition, 'best'> => ({
      step: this.step,
      epoch,
      batchesDone,
      running: running.sums,
      evaluated,
      epochElapsedMs: now() - startedMs,
      patience: this.#patience?.state ?? null,
      stopped,
    });

    for (const batch of shuffledBatches(dataset.pairs.train, plan, seed, epoch, config.batchShapes)) {
      batchesDone++;
      if (batchesDone <= (from?.batchesDone ?? 0)) continue;
      this.step++;
      const learningRate = learningRateAt(this.#schedule, this.step);
      await this.#timed(running, () => session.queueStep(batch, this.step, learningRate));
      const settle = () =>
        this.#timed(running, async () => {
          for (const result of await session.settle()) running.add(result);
        });
      if (batchesDone % this.#cadence === 0 || batchesDone === this.#stepsPerEpoch) {
        await settle();
        reporter.points(this.step, { ...running.take(learningRate), ...options.resources?.() });
        this.#tellProgress(epoch);
      }
      if (this.#evaluationSteps.has(batchesDone)) {
        await settle();
        evaluated = await this.#evaluate();
      }
      // Engines may settle without a turn of the event loop; messages and a vanished parent are noticed in one.
      await nextTurn();
      if (reporter.shouldStop()) {
        await settle();
        reporter.log('info', `Stopped early, after step ${this.step} of ${this.#totalSteps}.`);
        return this.#stop(position, null);
      }
      // The last step's checkpoint comes after its translations: what is told of a step is told before it is saved.
      if (batchesDone === this.#stepsPerEpoch) continue;
      const handBack = reporter.shouldHandBack();
      if (handBack || checkpointing.isDue(this.step)) {
        await settle();
        await checkpointing.save(position());
      }
      if (handBack) return this.#end('handedBack');
    }

    const { values, samples: shown } = await translations.score(this.step, epoch);
    reporter.points(this.step, values);
    await best.offer(this.step, epoch, values);
    for (const sample of shown) reporter.sample(sample);
    const measured = { ...evaluated, ...values };
    reporter.log('info', describeEpoch(epoch, config.epochs, measured, now() - startedMs));
    const decision = this.#decide(epoch, measured);
    if (decision && epoch < config.epochs) {
      reporter.log('info', `Stopped early, after epoch ${epoch} of ${config.epochs}: ${decision.reason}`);
      return this.#stop(position, decision);
    }
    await checkpointing.save(position());
    return reporter.shouldHandBack() ? this.#end('handedBack') : undefined;
  }

  async #stop(
    position: (stopped: TrainingPosition['stopped']) => Omit<TrainingPosition, 'best'>,
    decision: StoppingDecision | null,
  ): Promise<TrainingEnd> {
    await this.#training.checkpointing.save(position({ decision }));
    return { outcome: 'stopped', step: this.step, epoch: this.step / this.#stepsPerEpoch, decision };
  }

  #end(outcome: 'handedBack'): TrainingEnd {
    return { outcome, step: this.step, epoch: this.step / this.#stepsPerEpoch };
  }

  /** Runs a part of training, whose time counts for throughput. What it hears of a step that diverged ends the run. */
  async #timed(running: RunningMetrics, train: () => Promise<void>): Promise<void> {
    const { now } = this.#training.options;
    const startedMs = now();
    try {
      await train();
    } catch (error) {
      if (!(error instanceof DivergedStep)) throw error;
      const { step, result } = error;
      const { loss, gradientNorm } = result;
      this.#reporter.points(step, { 'train/runningLoss': loss, 'optimizer/gradientNorm': gradientNorm });
      throw Number.isFinite(loss)
        ? this.#diverged('optimizer/gradientNorm', gradientNorm, step)
        : this.#diverged('train/runningLoss', loss, step);
    }
    running.addTime(now() - startedMs);
  }

  async #evaluate(): Promise<Record<string, number>> {
    const { session, samples, best } = this.#training;
    const values = await evaluateSplits(session, samples);
    this.#reporter.points(this.step, values);
    for (const [metric, value] of Object.entries(values)) {
      if (!Number.isFinite(value)) throw this.#diverged(metric, value, this.step);
    }
    await best.offer(this.step, this.step / this.#stepsPerEpoch, values);
    return values;
  }

  #decide(epoch: number, measured: Readonly<Record<string, number>>): StoppingDecision | undefined {
    const { metric } = this.#training.options.objective;
    const value = measured[metric];
    if (value !== undefined) return this.#patience?.offer(this.step, epoch, value);
    if (this.#patience && epoch === 1) {
      this.#reporter.log(
        'warn',
        `${metric} is not measured at the end of an epoch: patience has nothing to go by.`,
      );
    }
    return undefined;
  }

  #tellProgress(epoch: number): void {
    const totalEpochs = this.#training.options.config.epochs;
    this.#reporter.progress({ step: this.step, totalSteps: this.#totalSteps, epoch, totalEpochs });
  }

  #diverged(metric: string, value: number, step: number): HeldoutError {
    const message = `Training diverged: ${metric} is ${value} at step ${step}; try a lower learningRate, more warmupSteps or a clipNorm above 0.`;
    this.#reporter.log('error', message);
    return new HeldoutError('diverged', message);
  }
}

/** Steps of an epoch, counted from 1, at which it is divided into `count` parts; the last step is one of them. */
function evenlySpaced(stepsPerEpoch: number, count: number): Set<number> {
  const steps = new Set<number>();
  for (let part = 1; part <= count; part++) {
    steps.add(Math.max(1, Math.round((part * stepsPerEpoch) / count)));
  }
  return steps;
}
