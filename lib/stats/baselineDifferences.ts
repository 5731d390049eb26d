import type { AnsweredVariant } from '@/lib/domain/answer';
import { cellMean } from './cellMean';
import { benjaminiHochberg, holm } from './corrections';
import { noiseOf } from './noise';
import type { Observation } from './observation';

export type BaselineDifference = NonNullable<AnsweredVariant['difference']>;

/**
 * Every variant against the baseline, paired by seed: mean difference, its interval and p (cellMean: with few seeds the
 * noise of all the sweep's runs is taken), corrected over all variants of the table.
 *
 * @returns by variant; the baseline itself and variants without a shared seed are left out
 */
export function baselineDifferences(
  observations: readonly Observation[],
  baseline: number,
  { higherIsBetter }: { higherIsBetter: boolean },
): Map<number, BaselineDifference> {
  const noise = noiseOf(observations);
  const references = new Map(
    observations.filter((run) => run.variantIndex === baseline).map((run) => [run.seed, run.value]),
  );
  const others = [...new Set(observations.map((run) => run.variantIndex))].filter(
    (index) => index !== baseline,
  );
  const measured = others.flatMap((index) => {
    const values = observations
      .filter((run) => run.variantIndex === index)
      .flatMap((run) => {
        const reference = references.get(run.seed);
        return reference === undefined ? [] : [{ cellKey: '', seed: run.seed, value: run.value - reference }];
      });
    if (values.length === 0) return [];
    const { value, low, high, pValue } = cellMean(values, noise, 2);
    const better = values.filter((each) => (higherIsBetter ? each.value > 0 : each.value < 0)).length;
    return [{ index, value, low, high, pValue, pairs: values.length, better }];
  });
  const pValues = measured.map(({ pValue }) => pValue);
  const [byHolm, byBenjaminiHochberg] = [holm(pValues), benjaminiHochberg(pValues)];
  return new Map(
    measured.map(({ index, ...difference }, at) => [
      index,
      { ...difference, holm: byHolm[at] ?? null, benjaminiHochberg: byBenjaminiHochberg[at] ?? null },
    ]),
  );
}
