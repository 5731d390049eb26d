import type { RunConfig } from '@/lib/domain/config';
import type { RunWork } from '@/lib/domain/estimate';
import type { ModelConfig } from '@/lib/model/config';
import { flopsPerStep } from '@/lib/model/flops';
import type { BatchShape } from '@/lib/model/tokenBatch';
import { type PairLengths, planBatches } from './batchPlan';

/** The batches of an epoch and the lengths of their sentences: the same for all runs that share data and batchTokens. */
export interface PlannedData {
  trainPairs: number;
  shapes: (BatchShape & { batches: number })[];
  /** Share of the positions that are not padding where there are only as many shapes as in evaluation. */
  evaluationFill: number;
  /** Positions of the mean training pair, END included. */
  sourceLength: number;
  targetLength: number;
  longestTarget: number;
}

export interface HeldOutCounts {
  validationPairs: number;
  testPairs: number;
  /** Distinct source sentences of the test split. */
  testSentences: number;
}

/** As lib/train/evaluation has it. */
const evaluationShapes = 4;
/** Enough pairs to tell how much padding four shapes leave. */
const paddingPairs = 1000;
/** The graphs of evaluation and decoding are many and small: some 40, which open in the time of so many of training. */
const otherGraphs = 12;
/** At the best step and at the last. */
const wholeTests = 2;
/** Sentences that are shown before the first step, by a model that does not end them. */
const firstSentences = 12;

/**
 * @param train the training pairs that are used: END counted on both sides, START on the target
 * @param room as sourceRoom
 */
export function planData(train: readonly PairLengths[], batchTokens: number, room: number): PlannedData {
  const targets = train.map(({ target }) => target.length - 1);
  const mean = (lengths: number[]) => lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
  return {
    trainPairs: train.length,
    shapes: planBatches(train, batchTokens, undefined, room).buckets.map(({ members, ...shape }) => ({
      ...shape,
      batches: Math.ceil(members.length / shape.rows),
    })),
    evaluationFill: planBatches(train.slice(0, paddingPairs), batchTokens, evaluationShapes).fill.both,
    sourceLength: mean(train.map(({ source }) => source.length)),
    targetLength: mean(targets),
    longestTarget: targets.reduce((most, length) => Math.max(most, length), 0),
  };
}

/**
 * What a run has to compute, by the plan of its batches and the sizes of its samples. Translations are taken to be as
 * long as the targets of the training split; validation and test sentences to be like training ones.
 */
export function runWork(
  config: RunConfig,
  model: ModelConfig,
  data: PlannedData,
  heldOut: HeldOutCounts,
): RunWork {
  const training = data.shapes.map(({ batches, ...shape }) => ({
    flops: flopsPerStep(model, shape),
    count: batches * config.epochs,
  }));
  return {
    steps: [...training, evaluationWork(config, model, data, heldOut)],
    tokens: [
      {
        flops: flopsPerToken(model, data.sourceLength / data.targetLength),
        count: translatedTokens(config, data, heldOut),
      },
    ],
    graphs: (data.shapes.length + otherGraphs) * (config.encoderLayers + config.decoderLayers),
  };
}

function evaluationWork(
  config: RunConfig,
  model: ModelConfig,
  { trainPairs, evaluationFill, sourceLength, targetLength }: PlannedData,
  { validationPairs, testPairs }: HeldOutCounts,
): RunWork['steps'][number] {
  const rows = Math.max(1, Math.floor(config.batchTokens / targetLength));
  const sampled = [trainPairs, validationPairs, testPairs].reduce(
    (sum, pairs) => sum + Math.min(pairs, config.evaluationPairs),
    0,
  );
  const pairs = sampled * (1 + config.evaluationsPerEpoch * config.epochs) + wholeTests * testPairs;
  const forwardShare = 1 / 3;
  return {
    flops: flopsPerStep(model, { rows, sourceLength, targetLength }),
    count: ((pairs / rows) * forwardShare) / evaluationFill,
  };
}

function translatedTokens(
  config: RunConfig,
  { trainPairs, targetLength, longestTarget }: PlannedData,
  { validationPairs, testSentences }: HeldOutCounts,
): number {
  const sampled = [trainPairs, validationPairs, testSentences].reduce(
    (sum, sentences) => sum + Math.min(sentences, config.bleuSentences),
    0,
  );
  const tokens =
    (sampled * config.epochs + wholeTests * testSentences) * targetLength + firstSentences * longestTarget;
  return tokens * config.beamWidth;
}

/**
 * Of the matrix products for one token of a translation: the decoder with one new position, the generator, and the
 * encoder's share (see flopsPerStep for the terms). Attention over earlier positions is left out.
 *
 * @param sourceTokens source positions for each target position
 */
export function flopsPerToken(model: ModelConfig, sourceTokens: number): number {
  const { dModel, dFf, encoderLayers, decoderLayers, targetVocab } = model;
  const square = dModel ** 2;
  const feedForward = 2 * dModel * dFf;
  const decoder = decoderLayers * (6 * square + feedForward) + dModel * targetVocab;
  const encoder = sourceTokens * (encoderLayers * (4 * square + feedForward) + decoderLayers * 2 * square);
  return 2 * (decoder + encoder);
}
