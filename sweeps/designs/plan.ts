import { HeldoutError } from '@/lib/domain/errors';
import { factorNames, type SweepSpec } from '@/lib/domain/sweep';
import { type Cell, type Factor, requireLevels } from '../factors';
import { planFactorial } from './factorial';
import { planFraction } from './fraction';
import { planList } from './list';
import { planLeaveOneOut, planOneFactorAtATime } from './oneAtATime';
import { planSample } from './sample';

/** The cells of a design, before conditions are applied and duplicates are dropped. */
export interface Plan {
  /** In the order of the variants; made as they are asked for, since a factorial can have thousands. */
  cells: Iterable<Cell>;
  /** What the design can and cannot tell, one sentence each. */
  notes: string[];
}

/**
 * @throws HeldoutError invalid_sweep where the factors do not suit the design, too_many_variants
 */
export function planDesign(spec: SweepSpec, factors: readonly Factor[]): Plan {
  refuseStrayKeys(spec);
  const { design } = spec;
  switch (design.kind) {
    case 'factorial':
      return planFactorial(requireLevels(factors, 'the design factorial'));
    case 'one-factor-at-a-time':
      return planOneFactorAtATime(requireLevels(factors, 'the design one-factor-at-a-time'), spec.baseline);
    case 'leave-one-out':
      return planLeaveOneOut(factors, spec.baseline);
    case 'fractional-factorial':
      return planFraction(factors, design);
    case 'random':
    case 'latin-hypercube':
      return planSample(factors, design);
    case 'list':
      return planList(spec, requireLevels(factors, 'the design list'));
  }
}

/** A key that the design does not read would silently change nothing. */
function refuseStrayKeys(spec: SweepSpec): void {
  const { kind } = spec.design;
  if (spec.cells && kind !== 'list') {
    throw new HeldoutError(
      'invalid_sweep',
      `sweep spec: cells belong to the design list, not to ${kind}: remove them, or choose the design list`,
      { path: 'cells' },
    );
  }
  if (!spec.baseline) return;
  if (kind !== 'one-factor-at-a-time' && kind !== 'leave-one-out') {
    throw new HeldoutError(
      'invalid_sweep',
      `sweep spec: a baseline belongs to the designs one-factor-at-a-time and leave-one-out, not to ${kind}: remove it`,
      { path: 'baseline' },
    );
  }
  const known = factorNames(spec);
  const stranger = Object.keys(spec.baseline).find((name) => !known.includes(name));
  if (stranger === undefined) return;
  throw new HeldoutError(
    'invalid_sweep',
    `baseline: ${stranger} is not a factor of this sweep (${known.join(', ') || 'it has none'}): put it into base`,
    { path: `baseline.${stranger}` },
  );
}
