import { z } from 'zod';
import { type configSchema, type Level, type Settings, settingsSchema } from './config';
import { metricNameSchema } from './metric';

/** More cells than this is a slip of the keyboard far more often than a wish. */
export const maxVariants = 4096;
export const maxRuns = 10_000;
const maxFactors = 64;

const levelSchema = z.union([z.number(), z.string().max(64), z.boolean()]);

/** A bundle sets several hyperparameters under one name: recipe: {keras: {…}, paper: {…}}. */
const bundlesSchema = z.record(z.string().min(1).max(64), settingsSchema);

const factorSchema = z.union([z.array(levelSchema), bundlesSchema]);

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

/** The sweep spec: YAML and JSON, one schema, the same from the form, the command line and the API. */
export const sweepSpecSchema = z.strictObject({
  name: z.string().trim().min(1, 'a sweep needs a name').max(120),
  /** The question that the sweep answers, shown at the top of its page. */
  question: z.string().trim().max(500).default(''),
  corpus: z.string().trim().min(1, 'name a corpus (heldout corpus list shows them)').max(120),
  split: splitSpecSchema.default({ seed: 1, validation: 0.05, test: 0.05 }),
  base: settingsSchema.default({}),
  design: z.enum(['factorial']).default('factorial'),
  factors: z
    .record(z.string().min(1).max(64), factorSchema)
    .refine((factors) => Object.keys(factors).length <= maxFactors, `more than ${maxFactors} factors`)
    .default({}),
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
  budget: z.strictObject({ runs: z.int().min(1).max(maxRuns) }).optional(),
});

export type SweepSpec = z.infer<typeof sweepSpecSchema>;
export type SweepSpecInput = z.input<typeof sweepSpecSchema>;

/** One cell of the design. */
export interface Variant {
  /** Stable within the sweep: 0, 1, 2 … in expansion order. */
  index: number;
  /** Factor → level as written; a bundle's level is its name. */
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
}
