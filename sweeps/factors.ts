import {
  catalogue,
  type Hyperparameter,
  type Level,
  labelOf,
  layersShorthand,
  type Settings,
  settingsSchema,
} from '@/lib/domain/config';
import type { Range } from '@/lib/domain/design';
import { HeldoutError } from '@/lib/domain/errors';
import { type FactorSpec, isRange, type SweepSpec } from '@/lib/domain/sweep';
import { unknownKeyMessage } from './parse';

/** A level of a factor with the hyperparameters that it sets. */
export interface FactorLevel {
  level: Level;
  settings: Settings;
}

/** A factor with levels to combine. */
export interface LevelsFactor {
  kind: 'levels';
  name: string;
  levels: FactorLevel[];
}

/** A factor whose levels are drawn from a range. */
export interface RangeFactor {
  kind: 'range';
  name: string;
  range: Range & { integer: boolean };
}

export type Factor = LevelsFactor | RangeFactor;

/** Factor → its level in this cell. A factor that the cell does not name has the base's value. */
export type Cell = ReadonlyMap<string, FactorLevel>;

/**
 * Levels of hyperparameters, named bundles that set several at once, or ranges, each checked against the catalogue.
 *
 * @throws HeldoutError invalid_sweep (no such hyperparameter, no levels, a level or a bound that it refuses)
 */
export function readFactors(spec: SweepSpec): Factor[] {
  return Object.entries(spec.factors).map(([name, value]) => readFactor(name, value));
}

function readFactor(name: string, value: FactorSpec): Factor {
  const path = `factors.${name}`;
  if (isRange(value)) return { kind: 'range', name, range: readRange(name, value, path) };
  if (!Array.isArray(value)) {
    const levels = Object.entries(value).map(([level, settings]) => ({ level, settings }));
    if (levels.length === 0) throw emptyFactor(name, path);
    return { kind: 'levels', name, levels };
  }
  requireHyperparameter(name, 'factors', path);
  if (value.length === 0) throw emptyFactor(name, path);
  return {
    kind: 'levels',
    name,
    levels: value.map((level, position) => readLevel(name, level, `${path}.${position}`)),
  };
}

/** @throws HeldoutError invalid_sweep where the key is no hyperparameter, with the likely one */
export function requireHyperparameter(key: string, where: string, path: string): void {
  if (Object.hasOwn(settingsSchema.shape, key)) return;
  throw new HeldoutError('invalid_sweep', `${where}: ${unknownKeyMessage(key)}`, { path });
}

/** @throws HeldoutError invalid_sweep where the hyperparameter does not take this level */
export function readLevel(name: string, level: Level, path: string): FactorLevel {
  const parsed = settingsSchema.safeParse({ [name]: level });
  if (parsed.success) return { level, settings: parsed.data };
  const reason = parsed.error.issues[0]?.message ?? 'not a level';
  throw new HeldoutError(
    'invalid_sweep',
    `factor ${name}: level ${JSON.stringify(level)} is refused: ${reason}`,
    { path },
  );
}

function readRange(name: string, range: Range, path: string): Range & { integer: boolean } {
  requireHyperparameter(name, 'factors', path);
  const { kind } = hyperparameterOf(name);
  if (kind !== 'integer' && kind !== 'number') {
    throw new HeldoutError(
      'invalid_sweep',
      `factor ${name}: ${labelOf(name)} has no range, since it is not a number: give its levels as a list`,
      { path },
    );
  }
  const integer = kind === 'integer' || range.integer === true;
  for (const bound of ['min', 'max'] as const) {
    readLevel(name, range[bound], `${path}.${bound}`);
    if (integer && !Number.isInteger(range[bound])) {
      throw new HeldoutError(
        'invalid_sweep',
        `factor ${name}: a range of whole numbers cannot have the ${bound} ${range[bound]}`,
        { path: `${path}.${bound}` },
      );
    }
  }
  return { ...range, integer };
}

/** @throws RangeError for a key that is no hyperparameter: ask `requireHyperparameter` first */
function hyperparameterOf(key: string): Hyperparameter {
  const found = [...catalogue, layersShorthand].find((entry) => entry.key === key);
  if (!found) throw new RangeError(`there is no hyperparameter ${key}`);
  return found;
}

function emptyFactor(name: string, path: string): HeldoutError {
  return new HeldoutError(
    'invalid_sweep',
    `factor ${name} has no levels: give at least one, or remove the factor`,
    { path },
  );
}

/** @throws HeldoutError invalid_sweep where a factor is a range, which only sampling designs can take */
export function requireLevels(factors: readonly Factor[], design: string): LevelsFactor[] {
  return factors.map((factor) => {
    if (factor.kind === 'levels') return factor;
    throw new HeldoutError(
      'invalid_sweep',
      `factor ${factor.name} is a range, which ${design} cannot take: list its levels, or choose the design random or latin-hypercube`,
      { path: `factors.${factor.name}` },
    );
  });
}

/** @throws HeldoutError invalid_sweep where a factor has not exactly two levels */
export function requireTwoLevels(
  factors: readonly Factor[],
  design: string,
): { name: string; levels: [FactorLevel, FactorLevel] }[] {
  return requireLevels(factors, design).map(({ name, levels }) => {
    const [low, high, ...more] = levels;
    if (low && high && more.length === 0) return { name, levels: [low, high] };
    throw new HeldoutError(
      'invalid_sweep',
      `factor ${name} has ${levels.length} ${levels.length === 1 ? 'level' : 'levels'}, and ${design} compares exactly two: give two, or put a single one into base`,
      { path: `factors.${name}` },
    );
  });
}
