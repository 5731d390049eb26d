import { z } from 'zod';
import { comparisonSchema } from './comparison';
import { settingsSchema, storedConfigSchema } from './config';
import { corpusSchema } from './corpus';
import { detectedImportSchema } from './corpusImport';
import { intervalSchema, sweepEstimateSchema } from './estimate';
import { metricValueSchema } from './metric';
import { logLineSchema, runFactsSchema, sampleSchema } from './protocol';
import { attemptOutcomes, progressSchema, runStateSchema, sweepStates } from './run';
import { finalScoresSchema, moments } from './score';
import { sweepSpecSchema } from './sweep';
import { workerDuties } from './worker';

/** What the REST API answers: the dashboard and the command line parse responses with these same schemas. */

const levelsSchema = z.record(z.string(), z.union([z.number(), z.string(), z.boolean()]));
const countsSchema = z.object({
  queued: z.int(),
  running: z.int(),
  finished: z.int(),
  stopped: z.int(),
  failed: z.int(),
  cancelled: z.int(),
});

/** Values of every measured metric at one step; NaN and infinities travel by name. */
const valuesSchema = z.record(z.string(), metricValueSchema);

/**
 * The numbers of a run's row in the table. 'best' is chosen on the sweep's validation objective, among the steps at
 * which the reported metric was measured too; `atBest` are all metrics at that step, `last` the newest.
 */
export const runResultSchema = z.object({
  bestStep: z.int().nullable(),
  bestEpoch: z.number().nullable(),
  atBest: valuesSchema,
  last: valuesSchema,
});
export type RunResult = z.infer<typeof runResultSchema>;

export const runRowSchema = z.object({
  id: z.string(),
  sweepId: z.string(),
  variantIndex: z.int(),
  levels: levelsSchema,
  seed: z.int(),
  state: runStateSchema,
  attempt: z.int(),
  progress: progressSchema.nullable(),
  parameterCount: z.int().nullable(),
  result: runResultSchema,
  /** Scores of the whole test split, at the best step and at the last; null before the run has come to its end. */
  tested: z.object({ best: finalScoresSchema.nullable(), last: finalScoresSchema.nullable() }),
  /** null before the run has loaded its data. */
  comparison: comparisonSchema.nullable(),
  workerName: z.string().nullable(),
  startedAtMs: z.int().nullable(),
  finishedAtMs: z.int().nullable(),
  /** Time trained, over all attempts. */
  durationMs: z.int(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  /** Why early stopping ended it. */
  stopReason: z.string().nullable(),
  /** A run that failed and waits to be tried again. */
  notBeforeMs: z.int().nullable(),
});
export type RunRow = z.infer<typeof runRowSchema>;

export const attemptRowSchema = z.object({
  attempt: z.int(),
  workerName: z.string(),
  startedAtMs: z.int(),
  endedAtMs: z.int().nullable(),
  /** 0: from the beginning. */
  resumedFromStep: z.int(),
  /** null while it runs. */
  outcome: z.enum(attemptOutcomes).nullable(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
});
export type AttemptRow = z.infer<typeof attemptRowSchema>;

export const variantPreviewSchema = z.object({
  index: z.int(),
  levels: levelsSchema,
  /** An estimate before the vocabulary is known: at the vocabulary's upper bound, or the corpus's own size if smaller. */
  parameterCount: z.int(),
});
export const previewResponseSchema = z.object({
  spec: sweepSpecSchema,
  variants: z.array(variantPreviewSchema),
  dropped: z.array(z.object({ levels: levelsSchema, reason: z.string() })),
  /** What the design can and cannot tell: resolution, aliases, lost balance. */
  notes: z.array(z.string()),
  runCount: z.int(),
  estimate: sweepEstimateSchema,
});
export type PreviewResponse = z.infer<typeof previewResponseSchema>;

export const sweepRowSchema = z.object({
  id: z.string(),
  name: z.string(),
  question: z.string(),
  corpusSlug: z.string(),
  state: z.enum(sweepStates),
  counts: countsSchema,
  variantCount: z.int(),
  factors: z.array(z.string()),
  createdAtMs: z.int(),
  /** Runs of the sweep with the higher one are leased first. */
  priority: z.int(),
  paused: z.boolean(),
  /**
   * The best run's value of objective.report at its best step, chosen by validation: of the whole test split where
   * `sentences` says of how many, else of the sample that is measured after every epoch.
   */
  best: z
    .object({
      runId: z.string(),
      levels: levelsSchema,
      seed: z.int(),
      metric: z.string(),
      value: metricValueSchema,
      sentences: z.int().nullable(),
      /** Early stopping ended it: its value is of fewer epochs than others'. */
      stoppedEarly: z.boolean(),
    })
    .nullable(),
  /** Why there is no best run although runs were measured: their numbers are not of the same thing. */
  comparisonProblem: z.string().nullable(),
  owner: z.string(),
  notes: z.string(),
  tags: z.array(z.string()),
  archived: z.boolean(),
  /** Wall time until it has ended, in milliseconds; null where nothing is trained or nothing is known. */
  timeLeftMs: intervalSchema.nullable(),
  /** The best run's curve of one metric, reduced to a few values in equal distances; null before there is one. */
  spark: z.object({ metric: z.string(), values: z.array(metricValueSchema) }).nullable(),
});
export type SweepRow = z.infer<typeof sweepRowSchema>;
export const sweepListSchema = z.object({ sweeps: z.array(sweepRowSchema) });

export const sweepDetailSchema = z.object({
  sweep: sweepRowSchema,
  spec: sweepSpecSchema,
  /** As it was made before the launch; null for a sweep that is older than estimates. */
  estimate: sweepEstimateSchema.nullable(),
  corpus: corpusSchema,
  dropped: z.array(z.object({ levels: levelsSchema, reason: z.string() })),
  /** What the design can and cannot tell: resolution, aliases, lost balance. */
  notes: z.array(z.string()),
  runs: z.array(runRowSchema),
});
export type SweepDetail = z.infer<typeof sweepDetailSchema>;

/** A curve, bucketed on the server when it is longer than asked for: the chart says `shown` of `total`. */
export const curveSchema = z.object({
  metric: z.string(),
  steps: z.array(z.int()),
  values: z.array(metricValueSchema),
  /** Milliseconds since the Unix epoch, of each point; where they were asked for. */
  timesMs: z.array(z.number()).optional(),
  total: z.int(),
  shown: z.int(),
});
export type Curve = z.infer<typeof curveSchema>;
export const curvesResponseSchema = z.object({
  runs: z.array(
    z.object({
      runId: z.string(),
      stepsPerEpoch: z.number().nullable(),
      /** Target tokens that a step trains on, in the mean over an epoch; null where the run did not record it. */
      tokensPerStep: z.number().nullable(),
      startedAtMs: z.int().nullable(),
      curves: z.array(curveSchema),
    }),
  ),
});
export type CurvesResponse = z.infer<typeof curvesResponseSchema>;

export const modelRowSchema = z.object({
  moment: z.enum(moments),
  step: z.int(),
  epoch: z.number(),
  sha256: z.string(),
  bytes: z.int(),
  createdAtMs: z.int(),
});
export type ModelRow = z.infer<typeof modelRowSchema>;
export const modelListSchema = z.object({ models: z.array(modelRowSchema) });

export const runDetailSchema = z.object({
  run: runRowSchema,
  sweepName: z.string(),
  corpus: corpusSchema,
  settings: settingsSchema,
  config: storedConfigSchema,
  facts: runFactsSchema.nullable(),
  attempts: z.array(attemptRowSchema),
  /** Trained parameters that the server keeps: to be downloaded, and to translate with. */
  models: z.array(modelRowSchema),
});
export type RunDetail = z.infer<typeof runDetailSchema>;

/** Every sentence of the test split with the run's translation, at one moment. */
export const hypothesesResponseSchema = z.object({
  moment: z.enum(moments),
  scores: finalScoresSchema.nullable(),
  sentences: z.array(
    z.object({ source: z.string(), references: z.array(z.string()), hypothesis: z.string() }),
  ),
});
export type HypothesesResponse = z.infer<typeof hypothesesResponseSchema>;

/** Scores of whole test splits side by side, at each run's best step. */
export const comparisonResponseSchema = z.object({
  runs: z.array(
    z.object({
      id: z.string(),
      sweepName: z.string(),
      levels: levelsSchema,
      seed: z.int(),
      scores: finalScoresSchema,
    }),
  ),
  /** Scores that these runs must not be compared by, with the reason. */
  refused: z.record(z.string(), z.string()),
});
export type ComparisonResponse = z.infer<typeof comparisonResponseSchema>;

export const samplesResponseSchema = z.object({ samples: z.array(sampleSchema) });
export type SamplesResponse = z.infer<typeof samplesResponseSchema>;

/** The configuration of every variant of a sweep, in the order of the design. */
export const variantListSchema = z.object({
  variants: z.array(z.object({ index: z.int(), levels: levelsSchema, config: storedConfigSchema })),
});
export type VariantList = z.infer<typeof variantListSchema>;

/** Any runs of any sweeps, in the order in which they were asked for; those that do not exist are left out. */
export const runDetailsSchema = z.object({ runs: z.array(runDetailSchema) });
export type RunDetails = z.infer<typeof runDetailsSchema>;

/**
 * The fixed sentences as every run of a sweep translated them after one epoch (after its newest where it has not come
 * so far): the sentences once, and of each run its hypotheses in their order.
 */
export const sweepSamplesSchema = z.object({
  /** After which any run translated, ascending. */
  epochs: z.array(z.int()),
  /** Groups of runs that share their sentences: one in a sweep whose runs are tested alike. */
  groups: z.array(
    z.object({
      sentences: z.array(z.object({ source: z.string(), references: z.array(z.string()) })),
      runs: z.array(z.object({ runId: z.string(), epoch: z.int(), hypotheses: z.array(z.string()) })),
    }),
  ),
});
export type SweepSamples = z.infer<typeof sweepSamplesSchema>;
export const logsResponseSchema = z.object({ logs: z.array(logLineSchema.extend({ attempt: z.int() })) });
export type LogsResponse = z.infer<typeof logsResponseSchema>;

export const corpusListSchema = z.object({
  corpora: z.array(corpusSchema),
  /** Embedded corpora that this installation cannot have, and why. */
  absent: z.array(z.object({ name: z.string(), reason: z.string() })),
});
export type AbsentCorpus = z.infer<typeof corpusListSchema>['absent'][number];
/** The answer to an import: the corpus, and what was found out about the file. */
export const importedCorpusSchema = corpusSchema.extend({ detected: detectedImportSchema });
export type ImportedCorpus = z.infer<typeof importedCorpusSchema>;
export const corpusDetailSchema = z.object({
  corpus: corpusSchema,
  examples: z.array(z.object({ source: z.string(), target: z.string() })),
});
export type CorpusDetail = z.infer<typeof corpusDetailSchema>;

export const workerRowSchema = z.object({
  id: z.string(),
  name: z.string(),
  hostname: z.string(),
  engine: z.string(),
  device: z.string(),
  threads: z.int(),
  version: z.string(),
  lastSeenAtMs: z.int(),
  /** Seen within the lease's time to live. */
  alive: z.boolean(),
  duty: z.enum(workerDuties),
  /** What it trains now, in the order leased: several where they step together. */
  runs: z.array(
    z.object({
      id: z.string(),
      sweepId: z.string(),
      sweepName: z.string(),
      levels: levelsSchema,
      seed: z.int(),
      progress: progressSchema.nullable(),
    }),
  ),
  /** Its speed, the sum of what its runs last said; target tokens a second. Null before one of them has. */
  tokensPerSecond: z.number().nullable(),
});
export type WorkerRow = z.infer<typeof workerRowSchema>;
export const workerListSchema = z.object({ workers: z.array(workerRowSchema) });

export const errorResponseSchema = z.object({
  error: z.object({ code: z.string(), message: z.string(), path: z.string().optional() }),
});

/** Server-sent events of GET /api/v1/sweeps/:id/events. */
export const sweepEventSchema = z.discriminatedUnion('type', [
  /**
   * Sent on connection with every run (whole), then whenever runs changed with those that did, at most twice a second.
   */
  z.object({
    type: z.literal('sweep'),
    sweep: sweepRowSchema,
    runs: z.array(runRowSchema),
    whole: z.boolean(),
  }),
  /** These runs have new points or samples: fetch what is on the screen. */
  z.object({ type: z.literal('points'), runIds: z.array(z.string()) }),
]);
export type SweepEvent = z.infer<typeof sweepEventSchema>;
