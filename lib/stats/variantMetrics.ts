import type { SweepAnswer } from '@/lib/domain/answer';
import type { InputRun } from '@/lib/domain/answerInput';
import { comparisonProblem, refusalText, wholeTestProblem } from '@/lib/domain/comparison';
import { HeldoutError } from '@/lib/domain/errors';
import { tableMetrics, wholeTestMetrics } from '@/lib/domain/metric';
import { grouped } from './grouped';
import { meanOf, squaresOf } from './moments';

/** Of a run, what its row in the sweep's table and its part of an answer's input both have. */
export type MeasuredRun = Pick<InputRun, 'variantIndex' | 'seed' | 'result' | 'tested' | 'comparison'>;

/** One metric of the runs that take part in an answer, by variant, in the metric's own unit. */
export interface VariantMetrics {
  metric: string;
  /** Of the whole test split, or as it was measured while training. */
  of: 'whole' | 'training';
  /** Why the runs must not be compared by it; there are no variants then. */
  refusal: string | null;
  /** By the variant's index; a variant is absent where none of its runs has a finite value. */
  variants: ReadonlyMap<number, VariantMetric>;
}

export interface VariantMetric {
  mean: number;
  /** Σ (value − mean)² over its seeds. */
  squares: number;
  runs: number;
}

/** The metrics that an answer's variants can be averaged by, the reported one first, then test, validation and train: what any run that takes part has. */
export function averagedMetrics(answer: SweepAnswer, runs: readonly MeasuredRun[]): string[] {
  const used = takingPart(answer, runs);
  const isMeasured = (metric: string) =>
    used.some(({ result, tested }) => metric in result.atBest || tested.best?.scores[metric] !== undefined);
  const all = new Set([answer.metric.report, ...wholeTestMetrics, ...tableMetrics.toReversed()]);
  return [...all].filter(isMeasured);
}

/**
 * A metric at the step that validation chose, averaged over each variant's seeds: of the runs that take part in the answer,
 * without those whose value is missing or not finite. Where any of them has a score of the whole test split, whole scores
 * count alone.
 *
 * @param metric the reported one unless it is given
 * @throws HeldoutError invalid_input for a metric that none of these runs has
 */
export function variantMetrics(
  answer: SweepAnswer,
  runs: readonly MeasuredRun[],
  metric: string = answer.metric.report,
): VariantMetrics {
  const offered = averagedMetrics(answer, runs);
  if (!offered.includes(metric) && metric !== answer.metric.report) {
    throw new HeldoutError(
      'invalid_input',
      `A table of means: no run that takes part has the metric ${JSON.stringify(metric)}; there are ${offered.join(', ') || 'none'}.`,
      { path: 'metric' },
    );
  }
  const used = takingPart(answer, runs);
  const isWhole = used.some(({ tested }) => tested.best?.scores[metric] !== undefined);
  const of = isWhole ? 'whole' : 'training';
  const problem = isWhole
    ? wholeTestProblem(
        metric,
        used.map(({ comparison, tested }) => ({ comparison, scores: tested.best })),
      )
    : comparisonProblem(
        metric,
        used.flatMap(({ comparison }) => comparison ?? []),
      );
  if (problem !== null) return { metric, of, refusal: refusalText([metric], problem), variants: new Map() };
  const measured = used.flatMap(({ variantIndex, result, tested }) => {
    const value = isWhole ? tested.best?.scores[metric]?.value : result.atBest[metric];
    return value !== undefined && Number.isFinite(value) ? [{ variantIndex, value }] : [];
  });
  const variants = [...grouped(measured, ({ variantIndex }) => variantIndex)].map(([index, own]) => {
    const values = own.map(({ value }) => value);
    return [index, { mean: meanOf(values), squares: squaresOf(values), runs: values.length }] as const;
  });
  return { metric, of, refusal: null, variants: new Map(variants) };
}

function takingPart({ variants }: SweepAnswer, runs: readonly MeasuredRun[]): MeasuredRun[] {
  const seeds = new Map(variants.map((variant) => [variant.index, variant.seeds]));
  return runs.filter(({ variantIndex, seed }) => seeds.get(variantIndex)?.includes(seed));
}
