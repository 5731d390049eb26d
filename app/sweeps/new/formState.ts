import {
  catalogue,
  type Hyperparameter,
  type Level,
  labelOf,
  layersShorthand,
  type Settings,
} from '@/lib/domain/config';
import type { SweepSpec, SweepSpecInput } from '@/lib/domain/sweep';

/** One hyperparameter of the form: one chosen level fixes it, two or more make it a factor. */
export interface Row {
  key: string;
  chosen: readonly Level[];
  /** Levels that a person typed, offered beside the catalogue's. */
  typed: readonly Level[];
}

/** Levels of a factor that set several hyperparameters at once. */
type Bundles = Readonly<Record<string, Settings>>;

export interface FormState {
  name: string;
  question: string;
  corpus: string;
  rows: readonly Row[];
  /** Factors made of bundles come with a preset; the form shows them and can only leave them out. */
  bundles: Readonly<Record<string, Bundles>>;
  /** As typed: "1, 2, 3". */
  seeds: string;
}

export type TextField = 'name' | 'question' | 'corpus' | 'seeds';

export type FormAction =
  | { type: 'text'; field: TextField; value: string }
  | { type: 'toggle'; key: string; level: Level }
  | { type: 'type'; key: string; level: Level }
  | { type: 'add'; key: string }
  | { type: 'remove'; key: string }
  | { type: 'removeBundles'; factor: string }
  | { type: 'preset'; state: FormState };

/** The factors of the first question, always on the form; others can be added and removed. */
export const questionKeys: readonly string[] = ['dModel', 'heads', 'layers', 'positions', 'sourceEndToken'];
const alwaysShown: readonly string[] = [...questionKeys, 'epochs', 'trainSize'];

export function isRemovable(key: string): boolean {
  return !alwaysShown.includes(key);
}

/** @throws RangeError for a key that is not in the catalogue, which only a mistake in the code can bring about */
export function hyperparameterOf(key: string): Hyperparameter {
  if (key === layersShorthand.key) return layersShorthand;
  const found = catalogue.find((entry) => entry.key === key);
  if (!found) throw new RangeError(`hyperparameter ${key} is not in the catalogue`);
  return found;
}

/** The chips of a row, ascending where levels are numbers; a choice or a switch offers all its values. */
export function offeredLevels(row: Row): Level[] {
  const levels = [...new Set([...hyperparameterOf(row.key).levels, ...row.typed, ...row.chosen])];
  return levels.every((level) => typeof level === 'number')
    ? levels.sort((a, b) => Number(a) - Number(b))
    : levels;
}

export function reduceForm(state: FormState, action: FormAction): FormState {
  switch (action.type) {
    case 'text':
      return { ...state, [action.field]: action.value };
    case 'preset':
      return { ...action.state, corpus: state.corpus || action.state.corpus };
    case 'toggle':
      return mapRow(state, action.key, (row) => {
        const chosen = row.chosen.includes(action.level)
          ? row.chosen.filter((level) => level !== action.level)
          : [...row.chosen, action.level];
        return { ...row, chosen: offeredLevels(row).filter((level) => chosen.includes(level)) };
      });
    case 'type':
      return mapRow(state, action.key, (row) => {
        const typed = { ...row, typed: [...row.typed, action.level], chosen: [...row.chosen, action.level] };
        return { ...typed, chosen: offeredLevels(typed).filter((level) => typed.chosen.includes(level)) };
      });
    case 'add': {
      if (state.rows.some((row) => row.key === action.key)) return state;
      const row = { key: action.key, chosen: [hyperparameterOf(action.key).default], typed: [] };
      return { ...state, rows: [...state.rows, row] };
    }
    case 'remove':
      return { ...state, rows: state.rows.filter((row) => row.key !== action.key) };
    case 'removeBundles': {
      const { [action.factor]: _removed, ...bundles } = state.bundles;
      return { ...state, bundles };
    }
  }
}

function mapRow(state: FormState, key: string, change: (row: Row) => Row): FormState {
  return { ...state, rows: state.rows.map((row) => (row.key === key ? change(row) : row)) };
}

/** A level as a person typed it; the problem is a sentence where it does not fit the hyperparameter. */
export function parseLevel(
  entry: Hyperparameter,
  text: string,
): { ok: true; level: Level } | { ok: false; problem: string } {
  const trimmed = text.trim();
  if (entry.kind === 'choice' || entry.kind === 'boolean') {
    const level = entry.levels.find((offered) => String(offered) === trimmed);
    if (level !== undefined) return { ok: true, level };
    return { ok: false, problem: `${entry.label} is one of ${entry.levels.join(', ')}, not "${trimmed}"` };
  }
  const level = Number(trimmed.replaceAll(',', ''));
  const kind = entry.kind === 'integer' ? 'a whole number' : 'a number';
  const range = `${entry.label} is ${kind} from ${entry.minimum} to ${entry.maximum}`;
  const fits =
    trimmed !== '' &&
    Number.isFinite(level) &&
    (entry.kind === 'number' || Number.isInteger(level)) &&
    level >= (entry.minimum ?? -Infinity) &&
    level <= (entry.maximum ?? Infinity);
  return fits ? { ok: true, level } : { ok: false, problem: `${range}, not "${trimmed}"` };
}

/** "1, 2, 3", "1 2 3" or "1-3" as whole numbers. */
export function parseSeeds(text: string): { ok: true; seeds: number[] } | { ok: false; problem: string } {
  const seeds: number[] = [];
  for (const part of text.split(/[\s,;]+/).filter(Boolean)) {
    const range = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(part);
    const first = Number(range?.[1]);
    const last = Number(range?.[2] ?? first);
    if (!range || last < first || last - first >= 1000) {
      return { ok: false, problem: `seeds are whole numbers such as 1, 2, 3 or 1-3, not "${part}"` };
    }
    for (let seed = first; seed <= last; seed += 1) if (!seeds.includes(seed)) seeds.push(seed);
  }
  if (seeds.length === 0) return { ok: false, problem: 'give at least one seed, for example 1, 2, 3' };
  return { ok: true, seeds };
}

/** What a sweep is called while nobody has named it. */
export function suggestedName(state: FormState): string {
  const varied = state.rows.filter((row) => row.chosen.length > 1).map((row) => labelOf(row.key));
  const factors = [...varied, ...Object.keys(state.bundles)];
  return factors.length === 0 ? 'baseline' : factors.join(' × ');
}

/** The spec that the form stands for. A row without a level stays a factor, so that the server names what is missing. */
export function specOf(state: FormState, seeds: number[]): SweepSpecInput {
  const base: Record<string, Level> = {};
  const factors: NonNullable<SweepSpecInput['factors']> = {};
  for (const row of state.rows) {
    const [only] = row.chosen;
    if (row.chosen.length === 1 && only !== undefined) base[row.key] = only;
    else factors[row.key] = [...row.chosen];
  }
  for (const [factor, bundles] of Object.entries(state.bundles)) factors[factor] = { ...bundles };
  return {
    name: state.name.trim() || suggestedName(state),
    question: state.question,
    corpus: state.corpus,
    base,
    factors,
    seeds,
  };
}

/**
 * The form that stands for a spec. What the form has no field for (the split, the objective) is left at its default, so
 * only specs without them are offered as presets.
 */
export function formOf(spec: SweepSpec): FormState {
  const chosen = new Map<string, readonly Level[]>(
    alwaysShown.map((key) => [key, [hyperparameterOf(key).default]]),
  );
  for (const [key, level] of Object.entries(spec.base)) if (level !== undefined) chosen.set(key, [level]);
  const bundles: Record<string, Bundles> = {};
  for (const [key, levels] of Object.entries(spec.factors)) {
    if (Array.isArray(levels)) chosen.set(key, levels);
    else bundles[key] = levels;
  }
  return {
    name: spec.name,
    question: spec.question,
    corpus: spec.corpus,
    rows: [...chosen].map(([key, levels]) => ({ key, chosen: levels, typed: [] })),
    bundles,
    seeds: spec.seeds.join(', '),
  };
}
