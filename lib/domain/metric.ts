import { z } from 'zod';

/** Metric names are paths: split or subject, then the quantity (design: Words). */
export const metricNameSchema = z
  .string()
  .regex(/^[a-z]+\/[a-zA-Z0-9]+$/, 'a metric is named like test/loss')
  .max(64);

export const splits = ['train', 'validation', 'test'] as const;
export type Split = (typeof splits)[number];

/** Of a run's results, what tables export and average: measured while training, on a sample where sentences are translated. */
export const tableMetrics: readonly string[] = splits.flatMap((split) =>
  ['loss', 'accuracy', 'bleu', 'chrf'].map((quantity) => `${split}/${quantity}`),
);
/** Of the whole test split, with the parameters of the best step and with the last ones. */
export const wholeTestMetrics: readonly string[] = [
  'bleu',
  'chrf',
  'chrfPlusPlus',
  'ter',
  'accuracy',
  'perplexity',
  'loss',
].map((quantity) => `test/${quantity}`);

export interface MetricText {
  label: string;
  unit: string;
  goal: 'minimize' | 'maximize' | 'none';
}

export const quantityTexts: Record<string, MetricText> = {
  loss: { label: 'loss', unit: 'nats a token', goal: 'minimize' },
  runningLoss: { label: 'running loss', unit: 'nats a token', goal: 'minimize' },
  accuracy: { label: 'token accuracy', unit: 'share', goal: 'maximize' },
  bleu: { label: 'BLEU', unit: '0 to 100', goal: 'maximize' },
  chrf: { label: 'chrF2', unit: '0 to 100', goal: 'maximize' },
  chrfPlusPlus: { label: 'chrF2++', unit: '0 to 100', goal: 'maximize' },
  // Edits over reference words, so that it can pass 100.
  ter: { label: 'TER', unit: '% of edits', goal: 'minimize' },
  perplexity: { label: 'perplexity', unit: 'choices a token', goal: 'minimize' },
  learningRate: { label: 'learning rate', unit: '', goal: 'none' },
  gradientNorm: { label: 'gradient norm', unit: '', goal: 'none' },
  tokensPerSecond: { label: 'throughput', unit: 'target tokens/s', goal: 'none' },
  cpuShare: { label: 'processor', unit: 'cores', goal: 'none' },
  gpuShare: { label: 'GPU', unit: 'share', goal: 'none' },
  // Written with their unit, MB or GB as it fits.
  gpuMemoryBytes: { label: 'GPU memory', unit: '', goal: 'none' },
  rssBytes: { label: 'memory', unit: '', goal: 'none' },
};

/** Label, unit and direction of a metric; an unknown quantity is shown under its own name. */
export function metricText(name: string): MetricText {
  const quantity = name.slice(name.indexOf('/') + 1);
  return quantityTexts[quantity] ?? { label: quantity, unit: '', goal: 'none' };
}

/** JSON has no NaN or infinities, yet a diverged loss must be stored and shown: they travel as their names. */
export const metricValueSchema = z.union([
  z.number(),
  z.enum(['NaN', 'Infinity', '-Infinity']).transform((name) => Number(name)),
]);

export function encodeMetricValue(value: number): number | 'NaN' | 'Infinity' | '-Infinity' {
  if (Number.isFinite(value)) return value;
  if (Number.isNaN(value)) return 'NaN';
  return value > 0 ? 'Infinity' : '-Infinity';
}

/** JSON in which NaN and infinities travel by name (metricValueSchema) instead of turning into null. */
export function toJsonText(value: unknown, indent?: number): string {
  const encode = (_key: string, entry: unknown) =>
    typeof entry === 'number' ? encodeMetricValue(entry) : entry;
  return JSON.stringify(value, encode, indent);
}
