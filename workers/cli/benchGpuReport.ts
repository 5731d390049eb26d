import { z } from 'zod';
import { engineIdSchema } from '../trainerMessages';
import { decodeCaseReportSchema, shapeReportSchema } from './benchReport';

/**
 * What `bench gpu --json` and tests/bench/pytorch/gpu.py print, so that both can be laid side by side. The version counts
 * up when a key changes its meaning or goes; a reader that knows another version refuses the file.
 */
export const gpuBenchVersion = 2;

const rate = z.number().positive();

export const gpuShapeSchema = shapeReportSchema.extend({
  /** Rows and columns of the matrices of squareMatmulGflops. */
  squareSize: z.int(),
  /** Median processor time of the training process a step: preparing, feeding, submitting. msPerStep has it in it. */
  hostMsPerStep: z.number().nonnegative(),
  /**
   * Share of three seconds of uninterrupted steps in which the device computed at all, as NVIDIA's driver counts it
   * (utilization.gpu); null: nobody says. Times msPerStep it is the device's time a step.
   */
  deviceBusyShare: z.number().min(0).max(1).nullable(),
  /** Of the device, taken by the training process with its session of this shape alone; null: nobody says. */
  deviceMemoryBytes: z.number().nullable(),
  /** What Heldout would keep of the device for a run of this shape, translations included; null: another program. */
  estimatedMemoryBytes: z.number().nullable(),
  /** Mean cross-entropy in nats of the first step and of the last: a step that does not learn is fast for nothing. */
  firstLoss: z.number(),
  lastLoss: z.number(),
  /** Empty where decoding is not measured. */
  decode: z.array(decodeCaseReportSchema),
});

/** So many trainers at once, each a process of its own that steps so many models as one graph. */
const atOnceSchema = z.object({
  trainers: z.int(),
  /** 1: each trainer has one model, as PyTorch's always have. */
  replicas: z.int(),
  /** Of all together. */
  tokensPerSecond: rate,
  /** Of stepsPerRun steps each, in the order of tokensPerSecond. */
  runsPerHour: rate,
  /** Over one trainer with one model. */
  gain: rate,
});

const gpuSweepSchema = z.object({
  dModel: z.int(),
  layers: z.int(),
  /** Steps that count as a run; evaluation and translation are not among them. */
  stepsPerRun: z.int(),
  /** Milliseconds for which all train at once. */
  windowMs: z.int(),
  atOnce: z.array(atOnceSchema),
});

const gpuReportSchema = z.object({
  program: z.enum(['heldout', 'pytorch']),
  /** heldout: the engine; pytorch: eager or compiled. */
  mode: z.string(),
  /** Of a matrix product: float32, or tf32, which rounds its operands to 10 bits of mantissa. */
  precision: z.enum(['float32', 'tf32']),
  /** Each quantity of the report is a median, under these conditions. */
  conditions: z.object({
    rows: z.int(),
    sourceLength: z.int(),
    targetLength: z.int(),
    sourceVocabulary: z.int(),
    targetVocabulary: z.int(),
    heads: z.int(),
    dropout: z.number(),
    optimizer: z.string(),
    warmups: z.int(),
    threads: z.int(),
    /** When a step counts as done. */
    synchronised: z.string(),
  }),
  shapes: z.array(gpuShapeSchema),
  sweep: gpuSweepSchema.nullable(),
  /** What was asked for and could not be measured, with the reason. */
  failures: z.array(z.object({ what: z.string(), reason: z.string() })),
});

export const gpuBenchSchema = z.object({
  format: z.literal('heldout-bench-gpu'),
  version: z.literal(gpuBenchVersion),
  /** ISO 8601, UTC. */
  date: z.iso.datetime(),
  device: z.string(),
  /** The device's own; null where nobody says. */
  deviceMemoryBytes: z.number().nullable(),
  driver: z.string().nullable(),
  /** Computed on the processor: nothing that a GPU does follows from the figures. */
  software: z.boolean(),
  /** Of the programs that took part, and of the platform. */
  versions: z.record(z.string(), z.string()),
  reports: z.array(gpuReportSchema),
});

export type GpuShape = z.infer<typeof gpuShapeSchema>;
export type GpuSweep = z.infer<typeof gpuSweepSchema>;
export type GpuReport = z.infer<typeof gpuReportSchema>;
export type GpuBench = z.infer<typeof gpuBenchSchema>;

/** What the process that measures one shape is told. */
export const gpuTaskSchema = z.object({
  engine: engineIdSchema,
  threads: z.int().min(1),
  dModel: z.int(),
  layers: z.int(),
  steps: z.int().min(1),
  squareSize: z.int(),
  /** Sentences that are translated; 0: decoding is not measured. */
  sentences: z.int().min(0),
  /** Width of the beam search that is measured beside greedy decoding; 1: none. */
  beam: z.int().min(1),
});
export type GpuTask = z.infer<typeof gpuTaskSchema>;
