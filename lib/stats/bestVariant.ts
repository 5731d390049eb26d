import type { AnsweredVariant, SweepAnswer } from '@/lib/domain/answer';
import type { Objective } from '@/lib/domain/sweep';
import type { AnswerRuns } from './answerRuns';
import { cellMean } from './cellMean';
import { grouped } from './grouped';
import { meanOf } from './moments';
import type { Noise } from './noise';
import type { Observation } from './observation';

/**
 * The variant with the best mean objective over its seeds, a validation metric, so that choosing does not flatter what is
 * reported; and its lead over the one that comes next, paired by seed.
 *
 * @returns null where no run has measured the objective
 */
export function bestVariant(
  { used }: AnswerRuns,
  observations: readonly Observation[],
  { metric, goal }: Objective,
  noise: Noise | null,
  variants: readonly AnsweredVariant[],
): SweepAnswer['best'] {
  if (observations.length === 0) return null;
  const sign = goal === 'maximize' ? 1 : -1;
  const ranked = [...grouped(used, ({ variantIndex }) => variantIndex)]
    .map(([variant, runs]) => ({
      variant,
      score: sign * meanOf(runs.map((run) => run.result.atBest[metric] ?? Number.NaN)),
    }))
    .filter(({ score }) => Number.isFinite(score))
    .sort((a, b) => b.score - a.score);
  const [best, next] = ranked;
  if (!best) return null;
  const valuesOf = (variant: number) =>
    new Map(observations.filter((run) => run.variantIndex === variant).map((run) => [run.seed, run.value]));
  const bestValues = valuesOf(best.variant);
  const pairs = next
    ? [...valuesOf(next.variant)].flatMap(([seed, value]) => {
        const own = bestValues.get(seed);
        return own === undefined ? [] : [{ cellKey: '', seed, value: own - value }];
      })
    : [];
  const lead = pairs.length === 0 ? null : cellMean(pairs, noise, 2);
  return {
    variant: best.variant,
    reported: variants.find(({ index }) => index === best.variant)?.reported ?? null,
    runnerUp: next?.variant ?? null,
    lead: lead && { value: lead.value, low: lead.low, high: lead.high },
  };
}
