import { setImmediate as nextTurn } from 'node:timers/promises';
import { shuffledBatches } from '@/lib/data/batches';
import { type BatchPlan, planBatches } from '@/lib/data/batchPlan';
import { type Dataset, prepareDataset } from '@/lib/data/dataset';
import { modelConfigOf } from '@/lib/data/modelConfig';
import type { RunConfig } from '@/lib/domain/config';
import type { Pair } from '@/lib/domain/corpus';
import { HeldoutError } from '@/lib/domain/errors';
import { splits } from '@/lib/domain/metric';
import type { RunFacts } from '@/lib/domain/protocol';
import type { SplitSpec } from '@/lib/domain/sweep';
import type { EngineId } from '@/lib/engine/engine';
import type { ModelConfig } from '@/lib/model/config';
import type { OptimizerConfig } from '@/lib/model/optimizer';
import { learningRateAt, type ScheduleConfig } from '@/lib/model/schedule';
import { createModelSession, type ModelSession, type ModelSessionOptions } from '@/lib/model/session';
import { summarize } from '@/lib/model/summary';
import { evaluateSplits, evaluationBatches } from './evaluation';
import type { TrainReporter } from './reporter';
import { RunningMetrics, runningCadence } from './runningMetrics';
import { createTranslations } from './translations';

export interface TrainRunOptions {
  pairs: readonly Pair[];
  config: RunConfig;
  split: SplitSpec;
  seed: number;
  threads: number;
  engine: EngineId;
  /** What the curves depend on beside the configuration, kept with the run: versions, platform, processor. */
  environment: Readonly<Record<string, string>>;
  reporter: TrainReporter;
  /** Milliseconds on a clock that never goes back; only differences are used. */
  now(): number;
  createSession?: (options: ModelSessionOptions) => Promise<ModelSession>;
}

/**
 * Trains one run: prepares its data, builds its model, loops over epochs, evaluates, translates, reports.
 *
 * Loss and accuracy of the three splits are measured at step 0 and evaluationsPerEpoch times an epoch; BLEU and the
 * samples at the end of every epoch (samples before the first step too). Steps count from 1. The same configuration,
 * seed, engine and threads give the same values bit for bit, times and memory aside.
 *
 * @returns 'stopped' where the reporter ended the run early
 * @throws HeldoutError diverged, once the loss is NaN or infinite, after that point is reported; invalid_corpus as
 *   prepareDataset; whatever the engine throws
 */
export async function trainRun(options: TrainRunOptions): Promise<'finished' | 'stopped'> {
  const { config, seed, threads, engine } = options;
  const dataset = prepareDataset(options.pairs, options.split, config);
  const plan = planBatches(dataset.pairs.train, config.batchTokens);
  const model = modelConfigOf(config, {
    source: dataset.sourceVocabulary.size,
    target: dataset.targetVocabulary.size,
  });
  const createSession = options.createSession ?? createModelSession;
  const session = await createSession({ model, optimizer: optimizerOf(config), seed, threads, engine });
  try {
    return await train(options, dataset, plan, model, session);
  } finally {
    await session.dispose();
  }
}

async function train(
  options: TrainRunOptions,
  dataset: Dataset,
  plan: BatchPlan,
  model: ModelConfig,
  session: ModelSession,
): Promise<'finished' | 'stopped'> {
  const { config, seed, reporter, now } = options;
  const stepsPerEpoch = plan.batchCount;
  const totalSteps = stepsPerEpoch * config.epochs;
  const schedule: ScheduleConfig = {
    kind: config.schedule,
    learningRate: config.learningRate,
    warmupSteps: config.warmupSteps,
    totalSteps,
  };
  const evaluationSteps = evenlySpaced(stepsPerEpoch, config.evaluationsPerEpoch);
  const cadence = runningCadence(stepsPerEpoch);
  const samplePairs = evaluationBatches(dataset, config);
  const translations = createTranslations(session, dataset, config);
  const progress = (step: number, epoch: number) =>
    reporter.progress({ step, totalSteps, epoch, totalEpochs: config.epochs });

  const evaluate = async (step: number): Promise<Record<string, number>> => {
    const values = await evaluateSplits(session, samplePairs);
    reporter.points(step, values);
    for (const [metric, value] of Object.entries(values)) {
      if (!Number.isFinite(value)) throw diverged(reporter, metric, value, step);
    }
    return values;
  };

  reporter.facts(factsOf(options, dataset, plan, model, translations.bleuSignature, session.parameterCount));
  reporter.log('info', describeData(dataset, plan));
  if (config.trainSize > dataset.pairs.train.length) {
    const { length } = dataset.pairs.train;
    reporter.log(
      'warn',
      `trainSize asks for ${config.trainSize} pairs; the training split has ${length}, all are used.`,
    );
  }
  progress(0, 0);
  await evaluate(0);
  for (const sample of await translations.show(0, 0)) reporter.sample(sample);

  let step = 0;
  for (let epoch = 1; epoch <= config.epochs; epoch++) {
    const startedMs = now();
    const running = new RunningMetrics();
    let evaluated: Record<string, number> = {};
    for (const batch of shuffledBatches(dataset.pairs.train, plan, seed, epoch)) {
      step++;
      const stepInEpoch = step - (epoch - 1) * stepsPerEpoch;
      const learningRate = learningRateAt(schedule, step);
      const stepStartedMs = now();
      const result = await session.trainStep(batch, step, learningRate);
      running.add(result, now() - stepStartedMs);
      if (!Number.isFinite(result.loss)) {
        reporter.points(step, { 'train/runningLoss': result.loss });
        throw diverged(reporter, 'train/runningLoss', result.loss, step);
      }
      if (stepInEpoch % cadence === 0 || stepInEpoch === stepsPerEpoch) {
        reporter.points(step, running.take(learningRate));
        progress(step, epoch);
      }
      if (evaluationSteps.has(stepInEpoch)) evaluated = await evaluate(step);
      // Engines may settle without a turn of the event loop; messages and a vanished parent are noticed in one.
      await nextTurn();
      if (reporter.shouldStop()) {
        reporter.log('info', `Stopped early, after step ${step} of ${totalSteps}.`);
        return 'stopped';
      }
    }
    const { values, samples } = await translations.score(step, epoch);
    reporter.points(step, values);
    for (const sample of samples) reporter.sample(sample);
    reporter.log('info', describeEpoch(epoch, config.epochs, { ...evaluated, ...values }, now() - startedMs));
  }
  return 'finished';
}

function optimizerOf(config: RunConfig): OptimizerConfig {
  return {
    kind: config.optimizer,
    // Vaswani et al. 2017 §5.3.
    beta1: 0.9,
    beta2: 0.98,
    epsilon: 1e-9,
    weightDecay: config.weightDecay,
    clipNorm: config.clipNorm,
  };
}

/** Steps of an epoch, counted from 1, at which it is divided into `count` parts; the last step is one of them. */
function evenlySpaced(stepsPerEpoch: number, count: number): Set<number> {
  const steps = new Set<number>();
  for (let part = 1; part <= count; part++) {
    steps.add(Math.max(1, Math.round((part * stepsPerEpoch) / count)));
  }
  return steps;
}

function diverged(reporter: TrainReporter, metric: string, value: number, step: number): HeldoutError {
  const message = `Training diverged: ${metric} is ${value} at step ${step}; try a lower learningRate, more warmupSteps or a clipNorm above 0.`;
  reporter.log('error', message);
  return new HeldoutError('diverged', message);
}

function factsOf(
  options: TrainRunOptions,
  dataset: Dataset,
  plan: BatchPlan,
  model: ModelConfig,
  bleuSignature: string,
  parameterCount: number,
): RunFacts {
  return {
    parameterCount,
    summary: summarize(model).rows.map(({ layer, outputShape, parameters }) => ({
      layer,
      outputShape: `[${outputShape.join(', ')}]`,
      parameterCount: parameters,
    })),
    data: {
      trainPairs: dataset.pairs.train.length,
      validationPairs: dataset.pairs.validation.length,
      testPairs: dataset.pairs.test.length,
      tooLongPairs: dataset.tooLongPairs,
      sourceVocabulary: model.sourceVocab,
      targetVocabulary: model.targetVocab,
      testHash: dataset.testHash,
      batchFill: plan.fill.both,
    },
    bleuSignature,
    environment: { ...options.environment, engine: options.engine, threads: String(options.threads) },
  };
}

function describeData(dataset: Dataset, plan: BatchPlan): string {
  const sizes = splits.map((split) => `${dataset.pairs[split].length} ${split}`).join(', ');
  const { source, target } = dataset.unknown.test;
  return (
    `Pairs: ${sizes}; ${dataset.tooLongPairs} too long. ` +
    `Batches: ${plan.batchCount} an epoch in ${plan.buckets.length} shapes, ${percent(plan.fill.both)} of the computed positions real. ` +
    `Unknown symbols in the test split: ${percent(source)} of the source's, ${percent(target)} of the target's.`
  );
}

function describeEpoch(
  epoch: number,
  epochs: number,
  values: Readonly<Record<string, number>>,
  durationMs: number,
): string {
  const loss = splits.map((split) => `${split} ${values[`${split}/loss`]?.toFixed(3)}`).join(', ');
  return `Epoch ${epoch} of ${epochs}: loss ${loss}; test BLEU ${values['test/bleu']?.toFixed(1)}; ${(durationMs / 1000).toFixed(1)} s.`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}
