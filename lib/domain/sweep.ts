import { z } from 'zod';
import { type configSchema, type Level, type Settings, settingsSchema } from './config';
import {
  conditionSchema,
  designSchema,
  levelSchema,
  levelsByFactorSchema,
  maxVariants,
  nameSchema,
  type Range,
  rangeSchema,
} from './design';
import { metricNameSchema } from './metric';
import { stoppingSpecSchema } from './stopping';

export const maxRuns = 10_000;
const maxFactors = 64;

/** A bundle sets several hyperparameters under one name: recipe: {keras: {…}, paper: {…}}. */
const bundlesSchema = z.record(nameSchema, settingsSchema);

const factorSchema = z.union([z.array(levelSchema), rangeSchema, bundlesSchema], {
  error: 'a factor is a list of levels, a range with min and max, or named bundles of hyperparameters',
});
export type FactorSpec = z.infer<typeof factorSchema>;

/** Whether a factor is sampled from a range; bundles named min and max hold settings, not numbers. */
export function isRange(factor: FactorSpec): factor is Range {
  return !Array.isArray(factor) && typeof factor['min'] === 'number';
}

/** A share of the distinct source sentences, near duplicates counted as one, or a number of them. */
const splitSizeSchema = z
  .number()
  .refine((size) => (size >= 0.001 && size <= 0.5) || (Number.isInteger(size) && size >= 1), {
    message: 'a split is a share from 0.001 to 0.5, or a whole number of source sentences from 1',
  });

export const splitSpecSchema = z.strictObject({
  seed: z
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .default(1),
  validation: splitSizeSchema.default(0.05),
  test: splitSizeSchema.default(0.05),
});
export type SplitSpec = z.infer<typeof splitSpecSchema>;

export const objectiveSchema = z.strictObject({
  /** Chooses the best epoch; a test metric is refused: selection on the test set flatters itself. */
  metric: metricNameSchema.refine((name) => name.startsWith('validation/'), {
    message: 'the objective must be a validation metric: choosing on the test set flatters the result',
  }),
  goal: z.enum(['minimize', 'maximize']),
  report: metricNameSchema,
});
export type Objective = z.infer<typeof objectiveSchema>;

/** What of each run stays with the server beside its numbers: the trained parameters of its best step, 4 bytes a parameter. */
export const keepSpecSchema = z.strictObject({ models: z.enum(['best', 'none']).default('best') });

/** The sweep spec: YAML and JSON, one schema, the same from the form, the command line and the API. */
export const sweepSpecSchema = z.strictObject({
  name: z.string().trim().min(1, 'a sweep needs a name').max(120),
  /** The question that the sweep answers, shown at the top of its page. */
  question: z.string().trim().max(500).default(''),
  corpus: z.string().trim().min(1, 'name a corpus (heldout corpus list shows them)').max(120),
  split: splitSpecSchema.default({ seed: 1, validation: 0.05, test: 0.05 }),
  base: settingsSchema.default({}),
  design: designSchema.default({ kind: 'factorial' }),
  factors: z
    .record(nameSchema, factorSchema)
    .refine((factors) => Object.keys(factors).length <= maxFactors, `more than ${maxFactors} factors`)
    .default({}),
  /** Where one-factor-at-a-time starts and what leave-one-out takes back; a factor's first level where it is not named. */
  baseline: levelsByFactorSchema.optional(),
  /** The cells of the design `list`. */
  cells: z.array(levelsByFactorSchema).max(maxVariants, `a list has at most ${maxVariants} cells`).optional(),
  /** Factor → when it applies; where it does not, the factor has the base's value. */
  conditions: z.record(nameSchema, conditionSchema).optional(),
  seeds: z
    .array(
      z
        .int()
        .min(0)
        .max(2 ** 31 - 1),
    )
    .min(1, 'give at least one seed, for example [1, 2, 3]')
    .max(1000)
    .default([1]),
  objective: objectiveSchema.default({ metric: 'validation/loss', goal: 'minimize', report: 'test/bleu' }),
  stopping: stoppingSpecSchema.default({ kind: 'none' }),
  budget: z
    .strictObject({
      runs: z.int().min(1).max(maxRuns).optional(),
      /** Trainer hours of all runs together; what is queued then is cancelled, with the reason. */
      hours: z.number().positive().max(100_000).optional(),
    })
    .optional(),
  /** A run whose trainer fails is tried again so many times, later each time, before it has failed. */
  retries: z.int().min(0).max(20).default(2),
  keep: keepSpecSchema.default({ models: 'best' }),
});

export type SweepSpec = z.infer<typeof sweepSpecSchema>;
export type SweepSpecInput = z.input<typeof sweepSpecSchema>;

/** The factors of a sweep in the order of its tables: of a list, whatever its cells name. */
export function factorNames({ design, factors, cells = [] }: SweepSpec): string[] {
  return design.kind === 'list' ? [...new Set(cells.flatMap(Object.keys))] : Object.keys(factors);
}

/** One cell of the design. */
export interface Variant {
  /** Stable within the sweep: 0, 1, 2 … in expansion order. */
  index: number;
  /** Factor → level as written, or the base's value where a condition sets the factor aside; a bundle's level is its name. */
  levels: Record<string, Level>;
  settings: Settings;
  config: z.infer<typeof configSchema>;
}

export interface DroppedCell {
  levels: Record<string, Level>;
  reason: string;
}

export interface Expansion {
  variants: Variant[];
  dropped: DroppedCell[];
  seeds: number[];
  /** variants × seeds */
  runCount: number;
  /** What the design can and cannot tell: a fraction's resolution and aliases, a sample's size. One sentence each. */
  notes: string[];
}
