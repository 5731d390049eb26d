import { z } from 'zod';
import { HeldoutError } from './errors';

/**
 * The catalogue of hyperparameters. This schema is the one place where a hyperparameter is named: the form, the
 * validation, the table's columns and the docs are all generated from it (see `catalogue`).
 */
export interface HyperparameterText {
  label: string;
  group: 'model' | 'optimization' | 'data' | 'evaluation';
  /** One line for the form. */
  help: string;
  /** Used where neither the sweep's base nor a factor sets a value. */
  default: Level;
  /** Offered as chips where the hyperparameter is made a factor; any other value in range can be typed. */
  levels: readonly Level[];
  unit?: string;
}

export type Level = number | string | boolean;

/** How a sentence is cut into symbols; docs/tokenizers.md describes each. */
export const tokenizerKinds = ['words', 'characters', 'bpe', 'jieba', 'segmenter'] as const;
export type TokenizerKind = (typeof tokenizerKinds)[number];

/** The tokenizers package stops at 30,000 symbols, the single characters among them. */
const mostMerges = 30_000;

const texts = z.registry<HyperparameterText>();

function field<T extends z.ZodType>(schema: T, text: HyperparameterText): T {
  texts.add(schema, text);
  return schema;
}

export const configSchema = z.strictObject({
  dModel: field(z.int().min(8).max(2048), {
    label: 'd_model',
    group: 'model',
    help: 'Width of the residual stream (Vaswani et al. 2017 §3.1). heads must divide it.',
    default: 256,
    levels: [64, 128, 256, 512],
  }),
  heads: field(z.int().min(1).max(64), {
    label: 'heads',
    group: 'model',
    help: 'Attention heads; each is d_model / heads wide.',
    default: 8,
    levels: [1, 2, 4, 8],
  }),
  encoderLayers: field(z.int().min(1).max(12), {
    label: 'encoder layers',
    group: 'model',
    help: 'Layers of the encoder. The factor "layers" sets both stacks.',
    default: 1,
    levels: [1, 2, 4],
  }),
  decoderLayers: field(z.int().min(1).max(12), {
    label: 'decoder layers',
    group: 'model',
    help: 'Layers of the decoder. The factor "layers" sets both stacks.',
    default: 1,
    levels: [1, 2, 4],
  }),
  dFf: field(z.int().min(0).max(8192), {
    label: 'd_ff',
    group: 'model',
    help: 'Inner width of the feed-forward sublayers; 0 means 4 × d_model, as in the paper.',
    default: 0,
    levels: [0, 128, 256, 512, 1024, 2048],
  }),
  dropout: field(z.number().min(0).max(0.9), {
    label: 'dropout',
    group: 'model',
    help: 'Share of units dropped after the embeddings and each sublayer while training (§5.4).',
    default: 0.1,
    levels: [0, 0.1, 0.3],
  }),
  positions: field(z.enum(['learned', 'sinusoidal']), {
    label: 'positions',
    group: 'model',
    help: 'Position embeddings: a trained table, or the fixed sinusoids of §3.5.',
    default: 'learned',
    levels: ['learned', 'sinusoidal'],
  }),
  sourceEndToken: field(z.boolean(), {
    label: 'source END',
    group: 'model',
    help: 'Whether every source sentence ends with the END token.',
    default: true,
    levels: [true, false],
  }),
  normPlacement: field(z.enum(['post', 'pre']), {
    label: 'norm',
    group: 'model',
    help: 'LayerNorm after the residual sum (paper) or before each sublayer (Xiong et al. 2020).',
    default: 'post',
    levels: ['post', 'pre'],
  }),
  activation: field(z.enum(['relu', 'gelu']), {
    label: 'activation',
    group: 'model',
    help: 'Nonlinearity of the feed-forward sublayers.',
    default: 'relu',
    levels: ['relu', 'gelu'],
  }),
  scaleEmbedding: field(z.boolean(), {
    label: 'scale embedding',
    group: 'model',
    help: 'Multiply embeddings by √d_model before positions are added (§3.4).',
    default: true,
    levels: [true, false],
  }),
  tieEmbeddings: field(z.boolean(), {
    label: 'tie embeddings',
    group: 'model',
    help: 'Share the target embedding with the output projection (§3.4).',
    default: false,
    levels: [false, true],
  }),
  initializer: field(z.enum(['glorot-uniform', 'normal-0.02']), {
    label: 'initializer',
    group: 'model',
    help: 'How weights are drawn: Glorot & Bengio 2010, or a normal with standard deviation 0.02.',
    default: 'glorot-uniform',
    levels: ['glorot-uniform', 'normal-0.02'],
  }),
  labelSmoothing: field(z.number().min(0).max(0.5), {
    label: 'label smoothing',
    group: 'optimization',
    help: 'Probability mass spread evenly over the vocabulary while training (§5.4). Evaluation never smooths.',
    default: 0,
    levels: [0, 0.1],
  }),
  optimizer: field(z.enum(['adam', 'adamw']), {
    label: 'optimizer',
    group: 'optimization',
    help: 'Adam (Kingma & Ba 2015) or AdamW (Loshchilov & Hutter 2019).',
    default: 'adam',
    levels: ['adam', 'adamw'],
  }),
  learningRate: field(z.number().min(1e-7).max(1), {
    label: 'learning rate',
    group: 'optimization',
    help: 'Peak learning rate of the schedule.',
    default: 0.001,
    levels: [0.0003, 0.001, 0.003],
  }),
  schedule: field(z.enum(['constant', 'warmup-inverse-sqrt', 'cosine']), {
    label: 'schedule',
    group: 'optimization',
    help: 'Constant after warm-up, warm-up then 1/√step (§5.3), or warm-up then cosine to zero.',
    default: 'constant',
    levels: ['constant', 'warmup-inverse-sqrt', 'cosine'],
  }),
  warmupSteps: field(z.int().min(0).max(100_000), {
    label: 'warm-up',
    group: 'optimization',
    help: 'Steps over which the learning rate rises linearly from zero.',
    default: 100,
    levels: [0, 100, 400, 4000],
    unit: 'steps',
  }),
  weightDecay: field(z.number().min(0).max(1), {
    label: 'weight decay',
    group: 'optimization',
    help: 'Decoupled for AdamW; added to the gradient (L2) for Adam.',
    default: 0,
    levels: [0, 0.01, 0.1],
  }),
  clipNorm: field(z.number().min(0).max(100), {
    label: 'clip norm',
    group: 'optimization',
    help: 'Global gradient norm above which gradients are scaled down; 0 turns clipping off.',
    default: 1,
    levels: [0, 1],
  }),
  batchTokens: field(z.int().min(32).max(65_536), {
    label: 'batch',
    group: 'optimization',
    help: 'Target positions a step, padding included; sentences of similar length share a batch.',
    default: 1024,
    levels: [512, 1024, 2048, 4096],
    unit: 'tokens',
  }),
  batchShapes: field(z.enum(['common', 'by-seed']), {
    label: 'batch shapes',
    group: 'optimization',
    help: 'common: shapes come in the same order for every seed, with or without source END, so that runs can step together on a GPU; by-seed: in an order of its own.',
    default: 'common',
    levels: ['common', 'by-seed'],
  }),
  epochs: field(z.int().min(1).max(1000), {
    label: 'epochs',
    group: 'optimization',
    help: 'Passes over the training split.',
    default: 10,
    levels: [5, 10, 20, 40],
  }),
  trainSize: field(z.int().min(0).max(10_000_000), {
    label: 'training pairs',
    group: 'data',
    help: 'How many pairs of the training split are used; 0 means all of them.',
    default: 0,
    levels: [0, 300, 1000, 3000, 10_000],
    unit: 'pairs',
  }),
  maxLength: field(z.int().min(4).max(256), {
    label: 'max length',
    group: 'data',
    help: 'Longest sentence in tokens, END included. Longer pairs are left out of training and cut elsewhere; both are counted.',
    default: 40,
    levels: [20, 40, 80],
    unit: 'tokens',
  }),
  sourceTokenizer: field(z.enum(tokenizerKinds), {
    label: 'source tokens',
    group: 'data',
    help: 'words (lower-cased), characters, BPE learned from the training split, or words by jieba or Intl.Segmenter.',
    default: 'words',
    levels: tokenizerKinds,
  }),
  targetTokenizer: field(z.enum(tokenizerKinds), {
    label: 'target tokens',
    group: 'data',
    help: 'As for the source. With words the model writes lower-cased words with blanks; the other kinds are lossless.',
    default: 'characters',
    levels: tokenizerKinds,
  }),
  sourceMerges: field(z.int().min(1).max(mostMerges), {
    label: 'source merges',
    group: 'data',
    help: 'BPE merges of the source (Sennrich et al. 2016 §3.2); only with source tokens bpe.',
    default: 1000,
    levels: [500, 1000, 4000],
    unit: 'merges',
  }),
  targetMerges: field(z.int().min(1).max(mostMerges), {
    label: 'target merges',
    group: 'data',
    help: 'BPE merges of the target; only with target tokens bpe.',
    default: 1000,
    levels: [500, 1000, 4000],
    unit: 'merges',
  }),
  sourceMinFrequency: field(z.int().min(1).max(1000), {
    label: 'source min frequency',
    group: 'data',
    help: 'Source symbols seen less often in the training split are unknown; 1 keeps all.',
    default: 1,
    levels: [1, 2, 5],
    unit: 'occurrences',
  }),
  targetMinFrequency: field(z.int().min(1).max(1000), {
    label: 'target min frequency',
    group: 'data',
    help: 'Target symbols seen less often in the training split are unknown; 1 keeps all.',
    default: 1,
    levels: [1, 2, 5],
    unit: 'occurrences',
  }),
  sourceVocabulary: field(z.int().min(16).max(100_000), {
    label: 'source vocabulary',
    group: 'data',
    help: 'At most this many symbols, the most frequent in the training split first.',
    default: 8000,
    levels: [1000, 4000, 8000],
    unit: 'symbols',
  }),
  targetVocabulary: field(z.int().min(16).max(100_000), {
    label: 'target vocabulary',
    group: 'data',
    help: 'At most this many symbols, the most frequent in the training split first.',
    default: 8000,
    levels: [1000, 4000, 8000],
    unit: 'symbols',
  }),
  evaluationsPerEpoch: field(z.int().min(1).max(100), {
    label: 'evaluations an epoch',
    group: 'evaluation',
    help: 'How often train, validation and test loss and accuracy are measured in each epoch.',
    default: 2,
    levels: [1, 2, 4],
  }),
  evaluationPairs: field(z.int().min(1).max(100_000), {
    label: 'evaluation pairs',
    group: 'evaluation',
    help: 'Fixed sample of each split for loss and accuracy; all of it where the split is smaller.',
    default: 400,
    levels: [200, 400, 1000],
    unit: 'pairs',
  }),
  bleuSentences: field(z.int().min(1).max(100_000), {
    label: 'BLEU sentences',
    group: 'evaluation',
    help: 'Fixed sample of each split that is translated and scored at the end of each epoch.',
    default: 200,
    levels: [100, 200, 500],
    unit: 'sentences',
  }),
  beamWidth: field(z.int().min(1).max(16), {
    label: 'beam width',
    group: 'evaluation',
    help: 'Hypotheses a sentence when translating: 1 is greedy; more takes so many times as long (Wu et al. 2016 §7).',
    default: 1,
    levels: [1, 4],
  }),
});

export type RunConfig = z.infer<typeof configSchema>;

/** A stored configuration can be older than a hyperparameter: those that came later have the value that was fixed. */
export const storedConfigSchema = configSchema.extend({
  batchShapes: configSchema.shape.batchShapes.default('by-seed'),
  beamWidth: configSchema.shape.beamWidth.default(1),
  sourceMerges: configSchema.shape.sourceMerges.default(1000),
  targetMerges: configSchema.shape.targetMerges.default(1000),
  sourceMinFrequency: configSchema.shape.sourceMinFrequency.default(1),
  targetMinFrequency: configSchema.shape.targetMinFrequency.default(1),
});

const propertySchema = z.object({
  type: z.enum(['integer', 'number', 'boolean', 'string']),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  enum: z.array(z.string()).optional(),
});

export interface Hyperparameter extends HyperparameterText {
  key: string;
  kind: 'integer' | 'number' | 'choice' | 'boolean';
  minimum: number | undefined;
  maximum: number | undefined;
  choices: readonly string[] | undefined;
}

/** Every hyperparameter in the order of the form, with its range read back from the schema that validates it. */
export const catalogue: readonly Hyperparameter[] = Object.entries(configSchema.shape).map(
  ([key, schema]) => {
    const text = texts.get(schema);
    if (!text) throw new HeldoutError('internal', `hyperparameter ${key} has no catalogue text`);
    const property = propertySchema.parse(z.toJSONSchema(schema));
    return {
      ...text,
      key,
      kind: property.type === 'string' ? 'choice' : property.type,
      minimum: property.minimum,
      maximum: property.maximum,
      choices: property.enum,
    };
  },
);

/** Keys that set several hyperparameters at once. */
export const layersShorthand: Hyperparameter = {
  key: 'layers',
  label: 'layers',
  group: 'model',
  help: 'Layers of the encoder and of the decoder.',
  default: 1,
  levels: [1, 2, 4],
  kind: 'integer',
  minimum: 1,
  maximum: 12,
  choices: undefined,
};

/** A partial configuration as a person writes it: any hyperparameter, or `layers` for both stacks. */
export const settingsSchema = configSchema.partial().extend({ layers: z.int().min(1).max(12).optional() });
export type Settings = z.infer<typeof settingsSchema>;

export const defaultConfig: RunConfig = configSchema.parse(
  Object.fromEntries(catalogue.map((entry) => [entry.key, entry.default])),
);

/**
 * Later settings win; `layers` is spread over both stacks and dFf 0 becomes 4 × dModel (Vaswani et al. 2017, table 3),
 * so a stored configuration never needs a rule to be read. Merges of a side without BPE go back to their default, so
 * that two cells which differ in them alone are seen to be the same.
 */
export function resolveConfig(...settings: readonly Settings[]): RunConfig {
  let resolved: RunConfig = defaultConfig;
  for (const { layers, ...rest } of settings) {
    const spread = layers === undefined ? {} : { encoderLayers: layers, decoderLayers: layers };
    resolved = configSchema.parse({ ...resolved, ...spread, ...rest });
  }
  return {
    ...resolved,
    dFf: resolved.dFf === 0 ? 4 * resolved.dModel : resolved.dFf,
    sourceMerges: resolved.sourceTokenizer === 'bpe' ? resolved.sourceMerges : defaultConfig.sourceMerges,
    targetMerges: resolved.targetTokenizer === 'bpe' ? resolved.targetMerges : defaultConfig.targetMerges,
  };
}

/** @returns one sentence for each reason that this configuration cannot be trained; empty if it can. */
export function configProblems(config: RunConfig): string[] {
  const problems: string[] = [];
  if (config.dModel % config.heads !== 0) {
    problems.push(
      `heads ${config.heads} does not divide d_model ${config.dModel}: choose heads that divide it`,
    );
  }
  if (config.positions === 'sinusoidal' && config.dModel % 2 !== 0) {
    problems.push(`sinusoidal positions need an even d_model, not ${config.dModel}`);
  }
  return problems;
}

/** How a level is written on chips, in tables and in variant names: true/false as on/off, numbers plainly. */
export function formatLevel(level: Level): string {
  if (typeof level === 'boolean') return level ? 'on' : 'off';
  return String(level);
}

export function labelOf(key: string): string {
  if (key === layersShorthand.key) return layersShorthand.label;
  return catalogue.find((entry) => entry.key === key)?.label ?? key;
}
