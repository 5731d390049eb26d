import { z } from 'zod';
import { storedConfigSchema } from './config';
import { calibrationSchema } from './estimate';
import { metricNameSchema, metricValueSchema, splits } from './metric';
import { progressSchema } from './run';
import { finalScoresSchema, hypothesesPartSchema, moments, testSetPartSchema } from './score';
import { stoppingDecisionSchema, stoppingSpecSchema } from './stopping';
import { keepSpecSchema, objectiveSchema, splitSpecSchema } from './sweep';

/**
 * The worker protocol, /api/v1, JSON, bearer token of a worker. Every request that writes about a run carries
 * (attempt, leaseToken); the server refuses it with 409 stale_attempt when the lease is no longer theirs, upon which
 * the worker kills its trainer. Times are milliseconds since the Unix epoch; leases are timed by the server's clock.
 */
export const registerRequestSchema = z.object({
  name: z.string().min(1).max(120),
  hostname: z.string().max(255),
  pid: z.int(),
  engine: z.string().max(40),
  device: z.string().max(200),
  threads: z.int().min(1),
  version: z.string().max(40),
  calibration: calibrationSchema.optional(),
});
export type RegisterRequest = z.infer<typeof registerRequestSchema>;
export const registerResponseSchema = z.object({ workerId: z.string() });

/** Long poll: answers as soon as there is a run, or after waitMs with run: null. */
export const leaseRequestSchema = z.object({
  workerId: z.string(),
  waitMs: z.int().min(0).max(30_000),
  /** Workers started together on this machine, this one included: the others may not have registered yet. */
  startedTogether: z.int().min(1).default(1),
  /**
   * A run that the worker holds: only one that can step together with it is wanted (stepTogether), of the same sweep. It is
   * answered at once.
   */
  alongside: z.string().optional(),
});
export type LeaseRequest = z.infer<typeof leaseRequestSchema>;
export type LeaseRequestInput = z.input<typeof leaseRequestSchema>;

export const leasedRunSchema = z.object({
  runId: z.string(),
  sweepId: z.string(),
  attempt: z.int().min(1),
  leaseToken: z.string(),
  leaseTtlMs: z.int(),
  config: storedConfigSchema,
  seed: z.int(),
  split: splitSpecSchema,
  /**
   * The step up to which the server has everything, and a checkpoint was written: the attempt goes on from the newest
   * checkpoint it finds at or before this step, or from the beginning, and says so in its first report.
   */
  checkpointStep: z.int().min(0).default(0),
  stopping: stoppingSpecSchema.default({ kind: 'none' }),
  /** Chooses the best step, whose translations of the test split are kept. */
  objective: objectiveSchema,
  /** What of the run is to be sent beside its reports. */
  keep: keepSpecSchema.default({ models: 'best' }),
  corpus: z.object({
    id: z.string(),
    slug: z.string(),
    fingerprint: z.string(),
    bytes: z.int(),
    targetLanguage: z.string(),
  }),
  /** Runs that the worker's machine can be expected to train at once, this one included: they share its cores. */
  trainersOnMachine: z.int().min(1),
});
export type LeasedRun = z.infer<typeof leasedRunSchema>;
export const leaseResponseSchema = z.object({ run: leasedRunSchema.nullable() });

/** One metric's new points, in columns; steps ascend. Values may be NaN or infinite (see metricValueSchema). */
export const pointColumnsSchema = z
  .object({
    metric: metricNameSchema,
    steps: z.array(z.int().min(0)).max(20_000),
    values: z.array(metricValueSchema).max(20_000),
    timesMs: z.array(z.int().min(0)).max(20_000),
  })
  .refine(
    (columns) =>
      columns.steps.length === columns.values.length && columns.steps.length === columns.timesMs.length,
    {
      message: 'steps, values and timesMs must be equally long',
    },
  );
export type PointColumns = z.infer<typeof pointColumnsSchema>;

/** The same fixed sentences translated at the end of each epoch. */
export const sampleSchema = z.object({
  step: z.int().min(0),
  epoch: z.int().min(0),
  split: z.enum(splits),
  items: z
    .array(z.object({ source: z.string(), references: z.array(z.string()), hypothesis: z.string() }))
    .max(200),
});
export type Sample = z.infer<typeof sampleSchema>;

export const logLineSchema = z.object({
  timeMs: z.int(),
  level: z.enum(['info', 'warn', 'error']),
  text: z.string().max(4000),
});
export type LogLine = z.infer<typeof logLineSchema>;

const artifactNames = ['source-tokenizer', 'target-tokenizer'] as const;

/** Something a run has made and that is needed to use its model. Small: its text travels in a report. */
export const artifactSchema = z.object({
  name: z.enum(artifactNames),
  mediaType: z.literal('application/json'),
  /** Of the text's UTF-8 bytes; checked on arrival. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  text: z.string().max(6 * 2 ** 20),
});
export type Artifact = z.infer<typeof artifactSchema>;
export type ArtifactName = (typeof artifactNames)[number];
export const artifactNameSchema = z.enum(artifactNames);

/** Trained parameters of one moment: a file that the worker sends to the server, since it is too large for a report. */
export const keptModelSchema = z.object({
  moment: z.enum(moments),
  step: z.int().min(0),
  epoch: z.number().min(0),
  /** On the machine that trained it. */
  path: z.string(),
  bytes: z.int().min(1),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type KeptModel = z.infer<typeof keptModelSchema>;

/** Query of PUT /runs/:id/models/:moment, whose body is the file; beside it the headers content-length and x-sha256. */
export const modelUploadSchema = z.object({
  attempt: z.coerce.number().pipe(z.int().min(1)),
  leaseToken: z.string().min(1),
  step: z.coerce.number().pipe(z.int().min(0)),
  epoch: z.coerce.number().pipe(z.number().min(0)),
});
export type ModelUpload = z.infer<typeof modelUploadSchema>;

/** What a run knows only once its data is loaded and its model built. Sent once, in the first report. */
export const runFactsSchema = z.object({
  parameterCount: z.int(),
  summary: z.array(z.object({ layer: z.string(), outputShape: z.string(), parameterCount: z.int() })),
  /** null: the run is older than the field. */
  data: z.object({
    trainPairs: z.int(),
    validationPairs: z.int(),
    testPairs: z.int(),
    /** Training pairs longer than maxLength, left out. */
    tooLongPairs: z.int(),
    /** Validation and test pairs longer than maxLength: kept, so that every run has the same, but cut for the model. */
    cutPairs: z.object({ validation: z.int(), test: z.int() }).nullable().default(null),
    sourceVocabulary: z.int(),
    targetVocabulary: z.int(),
    /** Of the sentences themselves: SHA-256 of the corpus's canonical file. */
    corpusFingerprint: z.string().nullable().default(null),
    /** Of which pair is in which split. */
    splitHash: z.string().nullable().default(null),
    /** Of the test split's pairs: scores on different test sets are not compared. */
    testHash: z.string(),
    /** Of the fixed test sentences that are translated after every epoch. */
    sampleHash: z.string().nullable().default(null),
    /** Share of computed target positions that are not padding. */
    batchFill: z.number(),
    /** Target tokens of one epoch, END included, padding not. */
    targetTokensPerEpoch: z.int().nullable().default(null),
  }),
  bleuSignature: z.string(),
  environment: z.record(z.string(), z.string()),
});
export type RunFacts = z.infer<typeof runFactsSchema>;

export const reportSchema = z.object({
  attempt: z.int().min(1),
  leaseToken: z.string(),
  /** Counts up from 1 within an attempt; a repeated sequence number changes nothing. */
  sequence: z.int().min(1),
  points: z.array(pointColumnsSchema).max(200).default([]),
  samples: z.array(sampleSchema).max(50).default([]),
  logs: z.array(logLineSchema).max(1000).default([]),
  testSets: z.array(testSetPartSchema).max(50).default([]),
  hypotheses: z.array(hypothesesPartSchema).max(50).default([]),
  finalScores: z.array(finalScoresSchema).max(4).default([]),
  artifacts: z.array(artifactSchema).max(4).default([]),
  /** In an attempt's first report: what is stored of later steps is cut, this attempt will tell it again. */
  resumedFromStep: z.int().min(0).optional(),
  /** A checkpoint of this step was written, after everything up to it had been told. */
  checkpointStep: z.int().min(0).optional(),
  progress: progressSchema.optional(),
  facts: runFactsSchema.optional(),
});
export type Report = z.infer<typeof reportSchema>;
export type ReportInput = z.input<typeof reportSchema>;

export const reportResponseSchema = z.object({
  /** release: hand the run back after a checkpoint, its sweep is paused. */
  command: z.enum(['continue', 'stop', 'cancel', 'release']),
  leaseExpiresInMs: z.int(),
});
export type ReportResponse = z.infer<typeof reportResponseSchema>;

export const finishRequestSchema = z.object({
  attempt: z.int().min(1),
  leaseToken: z.string(),
  /** 'released' hands the run back to the queue (a worker shutting down). */
  outcome: z.enum(['finished', 'stopped', 'failed', 'cancelled', 'released']),
  /** Of a stopped run: which rule, and what it saw. */
  decision: stoppingDecisionSchema.optional(),
  error: z.object({ code: z.string(), message: z.string() }).optional(),
});
export type FinishRequest = z.infer<typeof finishRequestSchema>;
