import { setImmediate as nextTurn } from 'node:timers/promises';
import { shuffledBatches } from '@/lib/data/batches';
import { type BatchPlan, planBatches } from '@/lib/data/batchPlan';
import { type Dataset, prepareDataset } from '@/lib/data/dataset';
import { modelConfigOf } from '@/lib/data/modelConfig';
import { tokenizerFile } from '@/lib/data/tokenizers/artifact';
import type { TrainedTokenizer } from '@/lib/data/tokenizers/trainedTokenizer';
import type { RunConfig } from '@/lib/domain/config';
import type { Pair } from '@/lib/domain/corpus';
import { HeldoutError } from '@/lib/domain/errors';
import type { Artifact } from '@/lib/domain/protocol';
import type { Objective, SplitSpec } from '@/lib/domain/sweep';
import type { EngineId } from '@/lib/engine/engine';
import type { ModelConfig } from '@/lib/model/config';
import type { OptimizerConfig } from '@/lib/model/optimizer';
import { learningRateAt, type ScheduleConfig } from '@/lib/model/schedule';
import { createModelSession, type ModelSession, type ModelSessionOptions } from '@/lib/model/session';
import { BestParameters } from './bestParameters';
import {
  createTranslate,
  type EvaluationBatches,
  evaluateSplits,
  evaluationBatches,
  translationTasks,
} from './evaluation';
import type { TrainReporter } from './reporter';
import { type Described, describeData, describeEpoch, factsOf } from './runFacts';
import { RunningMetrics, runningCadence } from './runningMetrics';
import { scoringFor } from './scoring';
import { TestReport } from './testReport';
import { createTranslations, type Translations } from './translations';

export interface TrainRunOptions {
  pairs: readonly Pair[];
  config: RunConfig;
  split: SplitSpec;
  objective: Objective;
  /** BCP 47; decides how translations are cut into tokens for scoring. */
  targetLanguage: string;
  seed: number;
  threads: number;
  engine: EngineId;
  /** What the curves depend on beside the configuration, kept with the run: versions, platform, processor. */
  environment: Readonly<Record<string, string>>;
  reporter: TrainReporter;
  /** Of the canonical file that the pairs are from. */
  corpusFingerprint: string;
  /** Milliseconds on a clock that never goes back; only differences are used. */
  now(): number;
  createSession?: (options: ModelSessionOptions) => Promise<ModelSession>;
}

/**
 * Trains one run: prepares its data, builds its model, loops over epochs, evaluates, translates, reports.
 *
 * Loss and accuracy of the three splits are measured at step 0 and evaluationsPerEpoch times an epoch; BLEU and the
 * samples at the end of every epoch (samples before the first step too). At the end, also an early or a diverged one,
 * the whole test split is translated and scored with the parameters of the best step, and with the last ones. Steps
 * count from 1. The same configuration, seed, engine and threads give the same values bit for bit, times and memory
 * aside.
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
  const { config, objective, reporter } = options;
  const scoring = scoringFor(options.targetLanguage);
  const translate = createTranslate(session, dataset, config.beamWidth);
  const translations = createTranslations(translate, dataset, config, scoring);
  const { samples, wholeTest } = evaluationBatches(dataset, config);
  const best = new BestParameters(session, objective);
  const tasks = translationTasks(dataset.pairs.test);
  const test = new TestReport({
    session,
    translate,
    tasks,
    batches: wholeTest,
    scoring,
    unit: { tokenizer: config.targetTokenizer, vocabularySize: model.targetVocab },
    reporter,
  });
  const described: Described = {
    config,
    dataset,
    plan,
    model,
    parameterCount: session.parameterCount,
    corpusFingerprint: options.corpusFingerprint,
    sampleTasks: translations.testTasks,
    scoring,
    environment: { ...options.environment, engine: options.engine, threads: String(options.threads) },
  };
  reporter.facts(factsOf(described));
  describeData(reporter, described);
  for (const tokenizer of [dataset.sourceTokenizer, dataset.targetTokenizer])
    reporter.artifact(artifactOf(tokenizer));
  test.announce();
  try {
    const { outcome, step, epoch } = await trainEpochs({
      options,
      dataset,
      plan,
      session,
      translations,
      samples,
      best,
    });
    reporter.log('info', `Translating all ${tasks.length} test sentences.`);
    const last = await test.measure();
    test.tell('last', step, epoch, last);
    if (best.at?.step === step) test.tell('best', step, epoch, last);
    else await testBest(test, best);
    return outcome;
  } catch (error) {
    if (error instanceof HeldoutError && error.code === 'diverged') await testBest(test, best);
    throw error;
  }
}

function artifactOf(tokenizer: TrainedTokenizer): Artifact {
  const name = `${tokenizer.settings.side}-tokenizer` as const;
  return { name, mediaType: 'application/json', ...tokenizerFile(tokenizer.toArtifact()) };
}

async function testBest(test: TestReport, best: BestParameters): Promise<void> {
  if (!best.at) return;
  await best.restore();
  test.tell('best', best.at.step, best.at.epoch, await test.measure());
}

interface Training {
  options: TrainRunOptions;
  dataset: Dataset;
  plan: BatchPlan;
  session: ModelSession;
  translations: Translations;
  samples: EvaluationBatches['samples'];
  best: BestParameters;
}

/** @returns where it ended: `epoch` counts passes, and is a fraction after an early stop */
async function trainEpochs({
  options,
  dataset,
  plan,
  session,
  translations,
  samples,
  best,
}: Training): Promise<{ outcome: 'finished' | 'stopped'; step: number; epoch: number }> {
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
  const progress = (step: number, epoch: number) =>
    reporter.progress({ step, totalSteps, epoch, totalEpochs: config.epochs });

  const evaluate = async (step: number): Promise<Record<string, number>> => {
    const values = await evaluateSplits(session, samples);
    reporter.points(step, values);
    for (const [metric, value] of Object.entries(values)) {
      if (!Number.isFinite(value)) throw diverged(reporter, metric, value, step);
    }
    await best.offer(step, step / stepsPerEpoch, values);
    return values;
  };

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
        return { outcome: 'stopped', step, epoch: step / stepsPerEpoch };
      }
    }
    const { values, samples: shown } = await translations.score(step, epoch);
    reporter.points(step, values);
    await best.offer(step, epoch, values);
    for (const sample of shown) reporter.sample(sample);
    reporter.log('info', describeEpoch(epoch, config.epochs, { ...evaluated, ...values }, now() - startedMs));
  }
  return { outcome: 'finished', step, epoch: config.epochs };
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
