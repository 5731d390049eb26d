import {
  createParser,
  parseAsArrayOf,
  parseAsBoolean,
  parseAsFloat,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs';
import { metricNameSchema, quantityTexts, splits } from '@/lib/domain/metric';
import { type SmoothingKind, smoothingKinds } from '@/lib/series/smooth';
import { xAxes } from '../../../charts/series';

/** Quantities that are measured on every split, in the order of their rows. */
export const splitQuantities = ['loss', 'bleu', 'accuracy', 'chrf'] as const;

/** Of the training itself: one panel each. */
export const trainingMetrics = [
  'train/runningLoss',
  'optimizer/learningRate',
  'optimizer/gradientNorm',
  'throughput/tokensPerSecond',
  'system/cpuShare',
  'system/rssBytes',
  'system/gpuShare',
  'system/gpuMemoryBytes',
] as const;

export const lineKinds = ['seeds', 'mean', 'range'] as const;
/** A line a run; or a line a variant with the 95 % interval of its mean, or with the range of its seeds. */
export type LineKind = (typeof lineKinds)[number];

/** The shown range of x, in units of the axis: 2-8.5. */
const parseAsRange = createParser<[number, number]>({
  parse(text) {
    const [, from, to] = /^([\d.e+]+)_([\d.e+]+)$/.exec(text) ?? [];
    const range: [number, number] = [Number(from), Number(to)];
    return range.every(Number.isFinite) && range[0] < range[1] ? range : null;
  },
  serialize: ([from, to]) => `${Number(from.toPrecision(6))}_${Number(to.toPrecision(6))}`,
  eq: (a, b) => a[0] === b[0] && a[1] === b[1],
});

/** What a person selects in the curves; short, because it is in the address. */
export const curvesParsers = {
  /** Quantities of each split (loss), and metrics of the training (optimizer/learningRate). */
  show: parseAsArrayOf(parseAsString).withDefault(['loss', 'bleu']),
  split: parseAsArrayOf(parseAsStringLiteral(splits)).withDefault(['train', 'test']),
  axis: parseAsStringLiteral(xAxes).withDefault('epoch'),
  logx: parseAsBoolean.withDefault(false),
  logy: parseAsBoolean.withDefault(false),
  lines: parseAsStringLiteral(lineKinds),
  smooth: parseAsStringLiteral(smoothingKinds).withDefault('none'),
  amount: parseAsFloat,
  /** Factors of the small multiples' rows and columns. */
  fr: parseAsString,
  fc: parseAsString,
  zoom: parseAsRange,
};

export interface AmountRange {
  min: number;
  max: number;
  step: number;
  start: number;
}

/** What the slider of each smoothing offers; in the units of lib/series/smooth. */
export const amountRanges: Record<Exclude<SmoothingKind, 'none'>, AmountRange> = {
  ema: { min: 0, max: 0.99, step: 0.01, start: 0.6 },
  gaussian: { min: 0, max: 20, step: 0.5, start: 2 },
  mean: { min: 1, max: 51, step: 2, start: 5 },
};

/** An amount that the smoothing can take: an address may hold one of another kind. */
export function amountFor(kind: SmoothingKind, amount: number | null): number {
  if (kind === 'none') return 0;
  const { min, max, start } = amountRanges[kind];
  return amount === null || !Number.isFinite(amount) ? start : Math.min(max, Math.max(min, amount));
}

/** What is shown, each once, without what is no quantity or metric; loss where nothing is left. */
export function shownQuantities(show: readonly string[]): string[] {
  const known = [...new Set(show)].filter(
    (name) => quantityTexts[name] !== undefined || metricNameSchema.safeParse(name).success,
  );
  return known.length > 0 ? known : ['loss'];
}

/** One quantity on each split, or one metric of the training. */
export function metricsOf(quantity: string, shownSplits: readonly string[]): string[] {
  return quantity.includes('/') ? [quantity] : shownSplits.map((split) => `${split}/${quantity}`);
}
