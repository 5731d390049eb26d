import type { SweepAnswer } from '@/lib/domain/answer';
import type { Level } from '@/lib/domain/config';

/** The mean of each level of a factor over the variants that have it, each variant counted once. */
export function levelMeans({ variants }: SweepAnswer, factor: string): { level: Level; mean: number }[] {
  const levels = [...new Set(variants.flatMap((variant) => variant.levels[factor] ?? []))];
  return levels.flatMap((level) => {
    const values = variants.flatMap(({ levels: own, reported }) =>
      own[factor] === level && reported ? [reported.value] : [],
    );
    return values.length === 0 ? [] : [{ level, mean: values.reduce((a, b) => a + b, 0) / values.length }];
  });
}
