import { formatLevel, type Level, labelOf } from '@/lib/domain/config';
import { maxVariants } from '@/lib/domain/design';
import { HeldoutError } from '@/lib/domain/errors';
import { type Cell, type Factor, type FactorLevel, type LevelsFactor, requireTwoLevels } from '../factors';

type Baseline = Readonly<Record<string, Level>> | undefined;

/**
 * The baseline, then each other level of each factor with all else at the baseline: 1 + Σ (levels − 1) cells.
 *
 * @throws HeldoutError invalid_sweep (a baseline that is not one of the levels), too_many_variants
 */
export function planOneFactorAtATime(factors: readonly LevelsFactor[], baseline: Baseline) {
  const cellCount = factors.reduce((sum, { levels }) => sum + levels.length - 1, 1);
  if (cellCount > maxVariants) {
    throw new HeldoutError(
      'too_many_variants',
      `the design has ${cellCount} cells, more than ${maxVariants}: remove levels or a factor`,
      { path: 'factors' },
    );
  }
  const start: Cell = new Map(factors.map((factor) => [factor.name, baselineOf(factor, baseline)]));
  const cells = factors.flatMap(({ name, levels }) =>
    levels.filter((level) => level !== start.get(name)).map((level) => new Map(start).set(name, level)),
  );
  return {
    cells: [start, ...cells],
    notes: [
      `One factor at a time from the baseline ${cellText(start)}.`,
      'Each effect is measured at the baseline only: whether it holds at other levels, this design cannot tell.',
    ],
  };
}

/**
 * All factors away from the baseline together, then each taken back to the baseline alone: 1 + k cells of k factors, as
 * the ablation tables of papers have them.
 *
 * @throws HeldoutError invalid_sweep (a factor without exactly two levels, a baseline that is not one of them)
 */
export function planLeaveOneOut(factors: readonly Factor[], baseline: Baseline) {
  const pairs = requireTwoLevels(factors, 'the design leave-one-out').map(({ name, levels }) => {
    const off = baselineOf({ name, levels }, baseline);
    const on = levels[0] === off ? levels[1] : levels[0];
    return { name, off, on };
  });
  const full: Cell = new Map(pairs.map(({ name, on }) => [name, on]));
  return {
    cells: [full, ...pairs.map(({ name, off }) => new Map(full).set(name, off))],
    notes: [
      `All together is ${cellText(full)}; each factor is taken back alone.`,
      'Each effect is measured with all the others in place: what a factor does by itself, this design cannot tell.',
    ],
  };
}

function baselineOf(
  { name, levels }: Pick<LevelsFactor, 'name' | 'levels'>,
  baseline: Baseline,
): FactorLevel {
  const wanted = baseline?.[name];
  const found = wanted === undefined ? levels[0] : levels.find(({ level }) => level === wanted);
  if (found) return found;
  throw new HeldoutError(
    'invalid_sweep',
    `baseline: ${JSON.stringify(wanted)} is not a level of ${name}: use one of ${levels.map(({ level }) => level).join(', ')}`,
    { path: `baseline.${name}` },
  );
}

function cellText(cell: Cell): string {
  const parts = [...cell].map(([name, { level }]) => `${labelOf(name)} ${formatLevel(level)}`);
  return parts.join(', ') || 'of the base';
}
