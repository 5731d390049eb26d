import { configProblems, formatLevel, type Level, labelOf, resolveConfig } from '@/lib/domain/config';
import { HeldoutError } from '@/lib/domain/errors';
import { type DroppedCell, type Expansion, maxRuns, type SweepSpec, type Variant } from '@/lib/domain/sweep';
import { conditionsOf } from './conditions';
import { planDesign } from './designs/plan';
import { type Cell, readFactors } from './factors';

/** For people: "positions learned · source END on". */
export function variantLabel(levels: Record<string, Level>): string {
  const parts = Object.entries(levels).map(([key, level]) => `${labelOf(key)} ${formatLevel(level)}`);
  return parts.join(' · ') || 'base';
}

/**
 * Expands the design into variants. Deterministic: the same spec gives the same variants in the same order. Cells that
 * repeat another's configuration or cannot be trained are dropped, each with its reason; where that breaks the balance
 * that the design promises, a note says so.
 *
 * @throws HeldoutError invalid_sweep (unknown factor, empty factor, level out of range, factors that do not suit the
 *   design, no trainable cell), too_many_variants before anything is enumerated
 */
export function expandSweep(spec: SweepSpec): Expansion {
  const factors = readFactors(spec);
  const { cells, notes } = planDesign(spec, factors);
  const applyConditions = conditionsOf(spec, factors);

  const seeds = [...new Set(spec.seeds)];
  const variants: Variant[] = [];
  const dropped: DroppedCell[] = [];
  const seen = new Map<string, Variant>();
  for (const cell of cells) {
    const { levels, settings, setAside } = applyConditions(cell);
    const config = resolveConfig(settings);
    const drop = (reason: string) => dropped.push({ levels: { ...levels, ...writtenLevels(cell) }, reason });
    const [problem] = configProblems(config);
    if (problem) {
      drop(problem);
      continue;
    }
    const identity = JSON.stringify(config);
    const twin = seen.get(identity);
    if (twin) {
      const because = setAside.map((clause) => `${clause}: `).join('');
      drop(`${because}the same configuration as ${variantLabel(twin.levels)}`);
      continue;
    }
    const variant = { index: variants.length, levels, settings, config };
    seen.set(identity, variant);
    variants.push(variant);
  }

  refuseUntrainable(variants, dropped);
  const runCount = variants.length * seeds.length;
  refuseTooManyRuns(spec, variants.length, seeds.length);
  return { variants, dropped, seeds, runCount, notes: [...notes, ...balanceNotes(spec, dropped)] };
}

/**
 * What the design can and cannot tell, without expanding it: for a form that is being filled in.
 *
 * @throws HeldoutError as expandSweep, where the factors do not suit the design
 */
export function designNotes(spec: SweepSpec): string[] {
  return planDesign(spec, readFactors(spec)).notes;
}

function writtenLevels(cell: Cell): Record<string, Level> {
  return Object.fromEntries([...cell].map(([name, { level }]) => [name, level]));
}

function balanceNotes({ design }: SweepSpec, dropped: readonly DroppedCell[]): string[] {
  if (dropped.length === 0) return [];
  const count = dropped.length === 1 ? 'One cell is' : `${dropped.length} cells are`;
  if (design.kind === 'fractional-factorial') {
    return [`${count} left out, so the factors are no longer balanced and effects are correlated.`];
  }
  if (design.kind === 'latin-hypercube') return [`${count} left out, so some strata have no sample.`];
  return [];
}

function refuseUntrainable(variants: readonly Variant[], dropped: readonly DroppedCell[]): void {
  const [first] = dropped;
  if (variants.length > 0 || !first) return;
  const cause = dropped.length === 1 ? '' : ` (and ${dropped.length - 1} more)`;
  throw new HeldoutError('invalid_sweep', `no cell of the design can be trained: ${first.reason}${cause}`, {
    path: first.levels['heads'] === undefined ? 'base' : 'factors.heads',
  });
}

function refuseTooManyRuns({ budget }: SweepSpec, variantCount: number, seedCount: number): void {
  const runCount = variantCount * seedCount;
  const limit = budget?.runs ?? maxRuns;
  if (runCount <= limit) return;
  const most = budget?.runs === undefined ? `${limit}` : `the budget of ${limit}`;
  throw new HeldoutError(
    'too_many_variants',
    `${variantCount} variants × ${seedCount} seeds = ${runCount} runs, more than ${most}: use fewer levels or seeds`,
    { path: budget?.runs === undefined ? 'seeds' : 'budget.runs' },
  );
}
