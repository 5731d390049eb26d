import { z } from 'zod';

/** More cells than this is a slip of the keyboard far more often than a wish. */
export const maxVariants = 4096;

export const levelSchema = z.union([z.number(), z.string().max(64), z.boolean()], {
  error: 'a level is a number, a word, or true or false',
});

export const nameSchema = z.string().min(1).max(64);

/** A level of each named factor. */
export const levelsByFactorSchema = z.record(nameSchema, levelSchema);

/** What random and Latin hypercube designs sample; integer hyperparameters are whole numbers in any case. */
export const rangeSchema = z
  .strictObject({
    min: z.number({ error: 'the min of a range is a number' }),
    max: z.number({ error: 'the max of a range is a number' }),
    /** log: equal ratios are equally likely. */
    scale: z.enum(['linear', 'log']).default('linear'),
    integer: z.boolean().optional(),
  })
  .refine(({ min, max }) => min < max, { message: 'the min of a range is below its max', path: ['min'] })
  .refine(({ min, scale }) => scale === 'linear' || min > 0, {
    message: 'a range on a log scale starts above 0',
    path: ['min'],
  });
export type Range = z.infer<typeof rangeSchema>;

const sampleFields = {
  samples: z
    .int({ error: `samples is a whole number from 1 to ${maxVariants}` })
    .min(1)
    .max(maxVariants),
  /** Of the sampling alone; the runs have the sweep's seeds. */
  seed: z
    .int({ error: 'the seed of a design is a whole number from 0' })
    .min(0)
    .max(2 ** 31 - 1)
    .default(1),
};

const chosenDesignSchema = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ kind: z.literal('factorial') }),
    z.strictObject({ kind: z.literal('one-factor-at-a-time') }),
    z.strictObject({ kind: z.literal('leave-one-out') }),
    z.strictObject({
      kind: z.literal('fractional-factorial'),
      /** At least this resolution, with as few variants as it takes. */
      resolution: z.int({ error: 'a resolution is a whole number from 3 to 8' }).min(3).max(8).optional(),
      /** At most so many variants, with the best resolution that they allow. */
      variants: z
        .int({ error: 'variants is a whole number from 4' })
        .min(4, 'a fraction has at least 4 variants')
        .max(maxVariants)
        .optional(),
    }),
    z.strictObject({ kind: z.literal('random'), ...sampleFields }),
    z.strictObject({ kind: z.literal('latin-hypercube'), ...sampleFields }),
    z.strictObject({ kind: z.literal('list') }),
  ],
  {
    error:
      'a design is factorial, one-factor-at-a-time, leave-one-out, fractional-factorial, random, latin-hypercube or list',
  },
);
export type Design = z.infer<typeof chosenDesignSchema>;
export type DesignKind = Design['kind'];

/** `factorial` alone means `{kind: factorial}`. */
export type DesignInput = DesignKind | z.input<typeof chosenDesignSchema>;

/** How the cells follow from the factors: a kind with its parameters, or the kind alone. */
export const designSchema = z.preprocess(
  (input: DesignInput) => (typeof input === 'string' ? { kind: input } : input),
  chosenDesignSchema,
);

/**
 * "warmupSteps applies only with schedule warmup-inverse-sqrt": what a factor asks of others, each a level or several
 * of which one is enough. All of them must hold.
 */
export const conditionSchema = z
  .record(
    nameSchema,
    z.union([levelSchema, z.array(levelSchema).min(1, 'a condition names at least one level')]),
  )
  .refine((wanted) => Object.keys(wanted).length > 0, 'a condition names at least one hyperparameter');
export type Condition = z.infer<typeof conditionSchema>;
