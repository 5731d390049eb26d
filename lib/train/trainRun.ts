import { setImmediate as nextTurn } from 'node:timers/promises';
import { type BatchPlan, planBatches, sourceRoom } from '@/lib/data/batchPlan';
import { type Dataset, prepareDataset } from '@/lib/data/dataset';
import { modelConfigOf } from '@/lib/data/modelConfig';
import { tokenizerFile } from '@/lib/data/tokenizers/artifact';
import type { TrainedTokenizer } from '@/lib/data/tokenizers/trainedTokenizer';
import type { RunConfig } from '@/lib/domain/config';
import { HeldoutError } from '@/lib/domain/errors';
import type { Artifact } from '@/lib/domain/protocol';
import type { StoppingDecision } from '@/lib/domain/stopping';
import type { ModelConfig } from '@/lib/model/config';
import type { OptimizerConfig } from '@/lib/model/optimizer';
import { createModelSession, type ModelSession } from '@/lib/model/session';
import { BestParameters } from './bestParameters';
import { Checkpointing } from './checkpointing';
import { createTranslate, evaluationBatches, translationTasks } from './evaluation';
import { keepBest } from './keptModel';
import type { TrainReporter } from './reporter';
import { type Described, describeData, factsOf } from './runFacts';
import { scoringFor } from './scoring';
import { TestReport } from './testReport';
import { trainEpochs } from './trainEpochs';
import type { TrainRunOptions } from './trainRunOptions';
import { createTranslations } from './translations';

export type { TrainRunOptions } from './trainRunOptions';

/** 'stopped' with a decision where patience ended it, without one where the reporter did. */
export type TrainRunEnd =
  | { outcome: 'finished' | 'handedBack' }
  | { outcome: 'stopped'; decision: StoppingDecision | null };

/**
 * Trains one run: prepares its data, builds its model, loops over epochs, evaluates, translates, reports.
 *
 * Loss and accuracy of the three splits are measured at step 0 and evaluationsPerEpoch times an epoch; BLEU and the
 * samples at the end of every epoch (samples before the first step too). At the end, also an early or a diverged one,
 * the whole test split is translated and scored with the parameters of the best step, and with the last ones. Steps
 * count from 1. The same configuration, seed, engine, threads and replicas give the same values bit for bit, times and memory
 * aside, also where a run was broken off and goes on from a checkpoint, any number of times.
 *
 * @throws HeldoutError diverged, once the loss is NaN or infinite, after that point is reported; invalid_corpus as
 *   prepareDataset; whatever beforeEngine rejects with; storage_unavailable where the checkpoint to go on from cannot be read; whatever the engine throws
 */
export async function trainRun(options: TrainRunOptions): Promise<TrainRunEnd> {
  const { config, seed, threads, engine } = options;
  const dataset = prepareDataset(options.pairs, options.split, config);
  const plan = planBatches(dataset.pairs.train, config.batchTokens, undefined, sourceRoom(config));
  const model = modelConfigOf(config, {
    source: dataset.sourceVocabulary.size,
    target: dataset.targetVocabulary.size,
  });
  await options.beforeEngine?.({ model, shapes: plan.buckets });
  const createSession = options.createSession ?? createModelSession;
  const session = await createSession({
    model,
    optimizer: optimizerOf(config),
    seed,
    threads,
    engine,
    ...(options.stepsInFlight === undefined ? {} : { stepsInFlight: options.stepsInFlight }),
  });
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
): Promise<TrainRunEnd> {
  const { config, objective, reporter, checkpoints } = options;
  const scoring = scoringFor(options.targetLanguage);
  const translate = createTranslate(session, dataset, config.beamWidth);
  const translations = createTranslations(translate, dataset, config, scoring);
  const { samples, wholeTest } = evaluationBatches(dataset, config);
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
    environment: {
      ...options.environment,
      engine: options.engine,
      threads: String(options.threads),
      // The order in which a graph of several adds is another than that of one.
      ...(session.replicas > 1 ? { replicas: String(session.replicas) } : {}),
    },
  };
  const checkpoint = checkpoints?.store.open(checkpoints.resumeFrom);
  if (checkpoint) await session.importState(checkpoint.training);
  const best = new BestParameters(session, objective, checkpoint);
  reporter.facts(factsOf(described));
  describeData(reporter, described);
  if (checkpoint) {
    const { step, epoch } = checkpoint.position;
    reporter.log(
      'info',
      `Goes on from the checkpoint of step ${step}, in epoch ${epoch} of ${config.epochs}.`,
    );
  }
  for (const tokenizer of [dataset.sourceTokenizer, dataset.targetTokenizer])
    reporter.artifact(artifactOf(tokenizer));
  test.announce();
  const checkpointing = new Checkpointing({
    options: checkpoints,
    session,
    best,
    reporter,
    now: options.now,
  });
  try {
    const end = await trainEpochs({
      options,
      dataset,
      plan,
      session,
      translations,
      samples,
      best,
      checkpointing,
      from: checkpoint?.position,
    });
    const isTested = end.outcome !== 'handedBack' && (await testAtTheEnd(test, best, end, reporter));
    if (!isTested) return { outcome: 'handedBack' };
    if (options.models) keepBest(options.models, { config, dataset, model, best, objective, reporter });
    if (end.outcome === 'stopped') return { outcome: 'stopped', decision: end.decision };
    return { outcome: 'finished' };
  } catch (error) {
    if (error instanceof HeldoutError && error.code === 'diverged') await testBest(test, best);
    throw error;
  }
}

/** @returns false where the run is to be handed back first: its checkpoint of the last step is written */
async function testAtTheEnd(
  test: TestReport,
  best: BestParameters,
  { step, epoch }: { step: number; epoch: number },
  reporter: TrainReporter,
): Promise<boolean> {
  reporter.testing();
  if (reporter.shouldHandBack()) return false;
  reporter.log('info', `Translating all ${test.sentences} test sentences.`);
  const last = await test.measure();
  test.tell('last', step, epoch, last);
  if (best.at?.step === step) {
    test.tell('best', step, epoch, last);
    return true;
  }
  await nextTurn();
  if (reporter.shouldHandBack()) return false;
  await testBest(test, best);
  return true;
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
