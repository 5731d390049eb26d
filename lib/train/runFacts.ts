import type { BatchPlan } from '@/lib/data/batchPlan';
import type { Dataset } from '@/lib/data/dataset';
import type { RunConfig } from '@/lib/domain/config';
import { splits } from '@/lib/domain/metric';
import type { RunFacts } from '@/lib/domain/protocol';
import type { ModelConfig } from '@/lib/model/config';
import { summarize } from '@/lib/model/summary';
import { hashOfTasks, type TranslationTask } from './evaluation';
import type { TrainReporter } from './reporter';
import { bleuSignatureOf, type Scoring } from './scoring';

/** Scores on fewer test pairs than this are mostly chance. */
const fewTestPairs = 100;

export interface Described {
  config: RunConfig;
  dataset: Dataset;
  plan: BatchPlan;
  model: ModelConfig;
  parameterCount: number;
  corpusFingerprint: string;
  /** The test sentences that are translated after every epoch. */
  sampleTasks: readonly TranslationTask[];
  scoring: Scoring;
  environment: Readonly<Record<string, string>>;
}

/** What a run knows of itself once its data is loaded and its model built. */
export function factsOf(run: Described): RunFacts {
  const { dataset, plan, model } = run;
  return {
    parameterCount: run.parameterCount,
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
      cutPairs: dataset.cutPairs,
      sourceVocabulary: model.sourceVocab,
      targetVocabulary: model.targetVocab,
      corpusFingerprint: run.corpusFingerprint,
      splitHash: dataset.splitHash,
      testHash: dataset.testHash,
      sampleHash: hashOfTasks(run.sampleTasks),
      batchFill: plan.fill.both,
      // START is read and never predicted.
      targetTokensPerEpoch: dataset.pairs.train.reduce((sum, { target }) => sum + target.length - 1, 0),
    },
    bleuSignature: bleuSignatureOf(
      run.sampleTasks.map((task) => task.references),
      run.scoring,
    ),
    environment: { ...run.environment },
  };
}

/** Says in the log what the data is, and what about it should give pause. */
export function describeData(reporter: TrainReporter, { config, dataset, plan }: Described): void {
  const { train, test } = dataset.pairs;
  const sizes = splits.map((split) => `${dataset.pairs[split].length} ${split}`).join(', ');
  const { source, target } = dataset.unknown.test;
  const { validation: cutValidation, test: cutTest } = dataset.cutPairs;
  reporter.log(
    'info',
    `Pairs: ${sizes}; ${dataset.tooLongPairs} training pairs too long, ${cutValidation} of validation and ${cutTest} of test cut to ${config.maxLength} tokens. ` +
      `Batches: ${plan.batchCount} an epoch in ${plan.buckets.length} shapes, ${percent(plan.fill.both)} of the computed positions real. ` +
      `Unknown symbols in the test split: ${percent(source)} of the source's, ${percent(target)} of the target's.`,
  );
  if (config.trainSize > train.length) {
    reporter.log(
      'warn',
      `trainSize asks for ${config.trainSize} pairs; the training split has ${train.length}, all are used.`,
    );
  }
  if (test.length < fewTestPairs) {
    reporter.log('warn', `The test split has ${test.length} pairs: scores on so few say little.`);
  }
}

export function describeEpoch(
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
