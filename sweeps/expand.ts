import type { Settings } from '@/lib/domain/config';
import {
  configProblems,
  formatLevel,
  type Level,
  labelOf,
  resolveConfig,
  settingsSchema,
} from '@/lib/domain/config';
import { HeldoutError } from '@/lib/domain/errors';
import {
  type DroppedCell,
  type Expansion,
  maxRuns,
  maxVariants,
  type SweepSpec,
  type Variant,
} from '@/lib/domain/sweep';
import { unknownKeyMessage } from './parse';

interface FactorLevel {
  level: Level;
  settings: Settings;
}

interface Factor {
  name: string;
  levels: FactorLevel[];
}

/** Reads one factor: an array of levels of a hyperparameter, or named bundles that set several at once. */
function readFactor(name: string, value: SweepSpec['factors'][string]): Factor {
  const path = `factors.${name}`;
  if (!Array.isArray(value)) {
    const levels = Object.entries(value).map(([level, settings]) => ({ level, settings }));
    if (levels.length === 0) throw emptyFactor(name, path);
    return { name, levels };
  }
  if (!Object.hasOwn(settingsSchema.shape, name)) {
    throw new HeldoutError('invalid_sweep', `factors: ${unknownKeyMessage(name)}`, { path });
  }
  if (value.length === 0) throw emptyFactor(name, path);
  const levels = value.map((level, position) => {
    const parsed = settingsSchema.safeParse({ [name]: level });
    if (!parsed.success) {
      const reason = parsed.error.issues[0]?.message ?? 'not a level';
      throw new HeldoutError(
        'invalid_sweep',
        `factor ${name}: level ${JSON.stringify(level)} is refused: ${reason}`,
        {
          path: `${path}.${position}`,
        },
      );
    }
    return { level, settings: parsed.data };
  });
  return { name, levels };
}

function emptyFactor(name: string, path: string): HeldoutError {
  return new HeldoutError(
    'invalid_sweep',
    `factor ${name} has no levels: give at least one, or remove the factor`,
    { path },
  );
}

/** Every combination, the last factor changing fastest, as nested loops would write it. */
function* cells(factors: readonly Factor[]): Generator<FactorLevel[]> {
  const [first, ...rest] = factors;
  if (!first) {
    yield [];
    return;
  }
  for (const level of first.levels) {
    for (const tail of cells(rest)) yield [level, ...tail];
  }
}

/** For people: "positions learned · source END on". */
export function variantLabel(levels: Record<string, Level>): string {
  const parts = Object.entries(levels).map(([key, level]) => `${labelOf(key)} ${formatLevel(level)}`);
  return parts.join(' · ') || 'base';
}

/**
 * Expands a full factorial design into variants. Deterministic: the same spec gives the same variants in the same
 * order. Cells that repeat another's configuration or cannot be trained are dropped, each with its reason.
 *
 * @throws HeldoutError invalid_sweep (unknown factor, empty factor, level out of range, no trainable cell),
 *   too_many_variants before anything is enumerated
 */
export function expandSweep(spec: SweepSpec): Expansion {
  const factors = Object.entries(spec.factors).map(([name, value]) => readFactor(name, value));
  const cellCount = factors.reduce((product, factor) => product * factor.levels.length, 1);
  const sizes = factors.map((factor) => factor.levels.length).join(' × ');
  if (cellCount > maxVariants) {
    throw new HeldoutError(
      'too_many_variants',
      `the design has ${sizes} = ${cellCount} cells, more than ${maxVariants}: remove levels or a factor`,
      { path: 'factors' },
    );
  }

  const seeds = [...new Set(spec.seeds)];
  const variants: Variant[] = [];
  const dropped: DroppedCell[] = [];
  const seen = new Map<string, Variant>();
  for (const cell of cells(factors)) {
    const levels = Object.fromEntries(factors.map((factor, i) => [factor.name, cell[i]?.level ?? '']));
    const settings: Settings = Object.assign({}, spec.base, ...cell.map((entry) => entry.settings));
    const config = resolveConfig(spec.base, ...cell.map((entry) => entry.settings));
    const [problem] = configProblems(config);
    if (problem) {
      dropped.push({ levels, reason: problem });
      continue;
    }
    const identity = JSON.stringify(config);
    const twin = seen.get(identity);
    if (twin) {
      dropped.push({ levels, reason: `the same configuration as ${variantLabel(twin.levels)}` });
      continue;
    }
    const variant = { index: variants.length, levels, settings, config };
    seen.set(identity, variant);
    variants.push(variant);
  }

  const [firstDropped] = dropped;
  if (variants.length === 0 && firstDropped) {
    const cause = dropped.length === 1 ? '' : ` (and ${dropped.length - 1} more)`;
    throw new HeldoutError(
      'invalid_sweep',
      `no cell of the design can be trained: ${firstDropped.reason}${cause}`,
      {
        path: firstDropped.levels['heads'] === undefined ? 'base' : 'factors.heads',
      },
    );
  }
  const runCount = variants.length * seeds.length;
  const runLimit = spec.budget?.runs ?? maxRuns;
  if (runCount > runLimit) {
    const limit = spec.budget ? `the budget of ${runLimit}` : `${runLimit}`;
    throw new HeldoutError(
      'too_many_variants',
      `${variants.length} variants × ${seeds.length} seeds = ${runCount} runs, more than ${limit}: use fewer levels or seeds`,
      { path: spec.budget ? 'budget.runs' : 'seeds' },
    );
  }
  return { variants, dropped, seeds, runCount };
}
