import { z } from 'zod';
import { storedConfigSchema } from '@/lib/domain/config';
import { encodeMetricValue, metricNameSchema, metricValueSchema } from '@/lib/domain/metric';
import {
  artifactSchema,
  keptModelSchema,
  logLineSchema,
  runFactsSchema,
  sampleSchema,
} from '@/lib/domain/protocol';
import { progressSchema } from '@/lib/domain/run';
import {
  type FinalScores,
  finalScoresSchema,
  hypothesesPartSchema,
  testSetPartSchema,
} from '@/lib/domain/score';
import { stoppingDecisionSchema, stoppingSpecSchema } from '@/lib/domain/stopping';
import { objectiveSchema, splitSpecSchema } from '@/lib/domain/sweep';
import { engineIds } from '@/lib/engine/types';
import { deviceMemorySchema } from './deviceMemory';
import { shapeClassSchema } from './shapeClasses';

export const engineIdSchema = z.enum(engineIds);

export const trainerJobSchema = z.object({
  /** A canonical corpus file, verified. */
  corpusPath: z.string(),
  corpusFingerprint: z.string(),
  targetLanguage: z.string(),
  objective: objectiveSchema,
  config: storedConfigSchema,
  split: splitSpecSchema,
  seed: z.int(),
  threads: z.int().min(1),
  engine: engineIdSchema,
  /** What the engine computes on, for the run's record. */
  device: z.string(),
  /** Whether it tells what it needs of the device, and waits to be admitted, before it opens the engine. */
  asksForDevice: z.boolean(),
  /** Of its worker, for the run's record (see describeOrigin). */
  origin: z.record(z.string(), z.string()),
  stopping: stoppingSpecSchema,
  attempt: z.int().min(1),
  checkpoints: z.object({
    /** Of this run alone. */
    folder: z.string(),
    /** Step of a checkpoint that was found whole; 0: from the beginning. */
    resumeFrom: z.int().min(0),
    everyMs: z.number().positive(),
  }),
  /** Where the parameters of the best step are written; null: they are not kept. */
  models: z.object({ path: z.string(), runId: z.string() }).nullable(),
});
export type TrainerJob = z.infer<typeof trainerJobSchema>;

/** From the worker to its trainer, as JSON over the child process's channel. */
export const trainerOrderSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('start'), job: trainerJobSchema }),
  /** Come to an end after this step, as stopped. */
  z.object({ type: z.literal('stop') }),
  /** Save a checkpoint after this step and exit, for another attempt to go on. */
  z.object({ type: z.literal('handBack') }),
  /**
   * There is room for it on the device: by itself, or as one of several replicas, numbered from 0, that step as one graph.
   */
  z.object({ type: z.literal('admitted'), replicas: z.int().min(1), replica: z.int().min(0) }),
  /** It is not wanted any more: end without a checkpoint, at once, but leave the other runs of the process alone. */
  z.object({ type: z.literal('giveUp') }),
  /** The server knows everything up to the checkpoint of this step. */
  z.object({ type: z.literal('acknowledged'), step: z.int().min(0) }),
]);
export type TrainerOrder = z.infer<typeof trainerOrderSchema>;

/** From the trainer to its worker. The last message is finished, stopped, handedBack, apart or failed. */
export const trainerMessageSchema = z.discriminatedUnion('type', [
  /** It waits for `admitted`. */
  z.object({ type: z.literal('needs'), memory: deviceMemorySchema, shapeClass: shapeClassSchema }),
  z.object({ type: z.literal('facts'), facts: runFactsSchema }),
  z.object({
    type: z.literal('points'),
    step: z.int().min(0),
    timeMs: z.int(),
    values: z.record(metricNameSchema, metricValueSchema),
  }),
  z.object({ type: z.literal('sample'), sample: sampleSchema }),
  z.object({ type: z.literal('testSet'), part: testSetPartSchema }),
  z.object({ type: z.literal('hypotheses'), part: hypothesesPartSchema }),
  z.object({ type: z.literal('finalScores'), scores: finalScoresSchema }),
  z.object({ type: z.literal('artifact'), artifact: artifactSchema }),
  z.object({ type: z.literal('log'), line: logLineSchema }),
  z.object({ type: z.literal('progress'), progress: progressSchema }),
  /** A checkpoint of this step is durable; everything up to it has been sent before. */
  z.object({ type: z.literal('checkpoint'), step: z.int().min(1) }),
  /** A file that is to be sent to the server once the run has come to its end. */
  z.object({ type: z.literal('model'), model: keptModelSchema }),
  /** Training is over, only the whole test split is left: there is no checkpoint to wait for. */
  z.object({ type: z.literal('testing') }),
  z.object({ type: z.literal('finished') }),
  z.object({ type: z.literal('stopped'), decision: stoppingDecisionSchema.nullable() }),
  z.object({ type: z.literal('handedBack') }),
  /** A step with the other runs of the process failed: what this one would come to by itself is not known. */
  z.object({ type: z.literal('apart'), reason: z.string() }),
  z.object({ type: z.literal('failed'), error: z.object({ code: z.string(), message: z.string() }) }),
]);
export type TrainerMessage = z.infer<typeof trainerMessageSchema>;
/** As it is sent: the channel carries JSON, so NaN and infinities go by name. */
export type TrainerMessageInput = z.input<typeof trainerMessageSchema>;

/** A process trains one run or several that step together, each at a place of its own: 0, 1, … */
const placeSchema = z.int().min(0);
export const processOrderSchema = z.union([
  z.object({ place: placeSchema, order: trainerOrderSchema }),
  /** The last of every run has been heard. */
  z.literal('end'),
]);
export type ProcessOrder = z.infer<typeof processOrderSchema>;
export const placedMessageSchema = z.object({ place: placeSchema, message: trainerMessageSchema });
export type PlacedMessageInput = z.input<typeof placedMessageSchema>;

export function encodeValues(values: Readonly<Record<string, number>>) {
  return Object.fromEntries(
    Object.entries(values).map(([metric, value]) => [metric, encodeMetricValue(value)]),
  );
}

export function encodeScores(scores: FinalScores['scores']) {
  return Object.fromEntries(
    Object.entries(scores).map(([metric, { value, signature }]) => [
      metric,
      { value: encodeMetricValue(value), signature },
    ]),
  );
}
