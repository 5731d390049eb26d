import {
  defaultConfig,
  formatLevel,
  type Level,
  labelOf,
  layersShorthand,
  resolveConfig,
  type Settings,
  settingsSchema,
} from '@/lib/domain/config';
import type { Condition } from '@/lib/domain/design';
import { HeldoutError } from '@/lib/domain/errors';
import { factorNames, type SweepSpec } from '@/lib/domain/sweep';
import { type Cell, type Factor, requireHyperparameter } from './factors';

/** What a cell comes to when conditions are applied. */
export interface AppliedCell {
  /** Every factor of the sweep: its level, or the base's value where it does not apply or the cell does not name it. */
  levels: Record<string, Level>;
  settings: Settings;
  /** Why a factor of the cell does not apply, one clause each. */
  setAside: string[];
}

/** Shown for a bundle that does not apply: the base has no name for it. */
const noBundle = 'none';

interface Rules {
  base: Settings;
  names: readonly string[];
  conditions: Readonly<Record<string, Condition>>;
  /** Factors in an order in which each comes after those that its condition asks about. */
  order: readonly string[];
}

/**
 * @returns a function that applies the spec's conditions to a cell
 * @throws HeldoutError invalid_sweep (a condition of something that is no factor, on an unknown hyperparameter, on a
 *   level that is none, or on itself by way of others)
 */
export function conditionsOf(spec: SweepSpec, factors: readonly Factor[]): (cell: Cell) => AppliedCell {
  const names = factorNames(spec);
  const conditions = spec.conditions ?? {};
  for (const [name, condition] of Object.entries(conditions)) checkCondition(name, condition, names, factors);
  const order = orderOf(names, conditions, factors);
  return (cell) => applyConditions(cell, { base: spec.base, names, conditions, order });
}

function applyConditions(cell: Cell, { base, names, conditions, order }: Rules): AppliedCell {
  const applied = new Map<string, Settings>();
  const setAside: string[] = [];
  for (const name of order) {
    const level = cell.get(name);
    if (!level) continue;
    const unmet = Object.entries(conditions[name] ?? {}).find(
      ([key, wanted]) =>
        !wantedLevels(wanted).includes(
          currentLevel(key, cell, mergedSettings(base, names, applied), applied),
        ),
    );
    if (unmet) setAside.push(`${labelOf(name)} applies only with ${conditionText(unmet)}`);
    else applied.set(name, level.settings);
  }
  // Later factors win, in the order of the spec, whatever order the conditions were decided in.
  const settings = mergedSettings(base, names, applied);
  const levels = names.map((name): [string, Level] => {
    const level = applied.has(name) ? cell.get(name)?.level : undefined;
    return [name, level ?? baseLevel(name, settings)];
  });
  return { levels: Object.fromEntries(levels), settings, setAside };
}

/** The level of a bundle's factor, or the value that a hyperparameter has by what is decided so far. */
function currentLevel(
  key: string,
  cell: Cell,
  settings: Settings,
  applied: ReadonlyMap<string, Settings>,
): Level | undefined {
  if (!Object.hasOwn(settingsSchema.shape, key)) return applied.has(key) ? cell.get(key)?.level : noBundle;
  const config = resolveConfig(settings);
  if (key === layersShorthand.key) {
    return config.encoderLayers === config.decoderLayers ? config.encoderLayers : undefined;
  }
  return Object.entries(config).find(([name]) => name === key)?.[1];
}

function mergedSettings(
  base: Settings,
  names: readonly string[],
  applied: ReadonlyMap<string, Settings>,
): Settings {
  const merged: Settings = {};
  for (const settings of [base, ...names.map((name) => applied.get(name) ?? {})]) {
    // Spread here, so that a later `layers` outdoes an earlier `encoderLayers` and the other way round.
    const { layers, ...rest } = settings;
    if (layers !== undefined) Object.assign(merged, { encoderLayers: layers, decoderLayers: layers });
    Object.assign(merged, rest);
  }
  return merged;
}

function baseLevel(name: string, settings: Settings): Level {
  if (name === layersShorthand.key) return settings.encoderLayers ?? defaultConfig.encoderLayers;
  const value = Object.entries({ ...defaultConfig, ...settings }).find(([key]) => key === name)?.[1];
  return value ?? noBundle;
}

function checkCondition(
  name: string,
  condition: Condition,
  names: readonly string[],
  factors: readonly Factor[],
): void {
  const path = `conditions.${name}`;
  if (!names.includes(name)) {
    throw new HeldoutError(
      'invalid_sweep',
      `conditions: ${name} is not a factor of this sweep (${names.join(', ') || 'it has none'}): a condition says when a factor applies`,
      { path },
    );
  }
  for (const [key, wanted] of Object.entries(condition)) {
    const factor = factors.find((candidate) => candidate.name === key);
    const isHyperparameter = Object.hasOwn(settingsSchema.shape, key);
    if (!factor && !isHyperparameter) requireHyperparameter(key, path, `${path}.${key}`);
    for (const level of wantedLevels(wanted)) {
      const fits = isHyperparameter
        ? settingsSchema.safeParse({ [key]: level }).success
        : factor?.kind === 'levels' && factor.levels.some((candidate) => candidate.level === level);
      if (fits) continue;
      throw new HeldoutError(
        'invalid_sweep',
        `conditions: ${name} waits for ${key} ${JSON.stringify(level)}, which ${key} cannot be: use one of its levels`,
        { path: `${path}.${key}` },
      );
    }
  }
}

function orderOf(
  names: readonly string[],
  conditions: Readonly<Record<string, Condition>>,
  factors: readonly Factor[],
): string[] {
  const order: string[] = [];
  let waiting = [...names];
  while (waiting.length > 0) {
    const free = waiting.filter((name) => {
      const asked = Object.keys(conditions[name] ?? {});
      return !waiting.some((other) => asked.some((key) => decides(other, key, factors)));
    });
    if (free.length === 0) {
      const [first = ''] = waiting.filter((name) => conditions[name]);
      throw new HeldoutError(
        'invalid_sweep',
        `conditions: ${waiting.join(' and ')} wait for one another: remove the condition of one of them`,
        { path: `conditions.${first}` },
      );
    }
    order.push(...free);
    waiting = waiting.filter((name) => !free.includes(name));
  }
  return order;
}

/** Whether a factor can change the value of a hyperparameter, or is the bundle of that name. */
function decides(name: string, key: string, factors: readonly Factor[]): boolean {
  const factor = factors.find((candidate) => candidate.name === name);
  const sets =
    factor?.kind === 'levels'
      ? [name, ...factor.levels.flatMap(({ settings }) => Object.keys(settings))]
      : [name];
  const isStack = (one: string) => one === 'encoderLayers' || one === 'decoderLayers';
  return sets.some(
    (set) =>
      set === key ||
      (set === layersShorthand.key && isStack(key)) ||
      (key === layersShorthand.key && isStack(set)),
  );
}

function wantedLevels(wanted: Condition[string]): (Level | undefined)[] {
  return Array.isArray(wanted) ? wanted : [wanted];
}

function conditionText([key, wanted]: [string, Condition[string]]): string {
  const levels = Array.isArray(wanted) ? wanted : [wanted];
  return `${labelOf(key)} ${levels.map(formatLevel).join(' or ')}`;
}
