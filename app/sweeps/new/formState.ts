import { type Level, labelOf, type Settings } from '@/lib/domain/config';
import type { DesignKind } from '@/lib/domain/design';
import type { StoppingSpec } from '@/lib/domain/stopping';
import { isRange, type SweepSpec, type SweepSpecInput, sweepSpecSchema } from '@/lib/domain/sweep';
import { designOf, limitsOf, type Numbers, numbersOf, stoppingOf } from './numberFields';
import { hyperparameterOf, isVaried, numberOf, offeredLevels, type RangeText, type Row } from './rows';

/** Levels of a factor that set several hyperparameters at once. */
type Bundles = Readonly<Record<string, Settings>>;

/** What a spec says that the form has no field for: it goes back into the spec as it came. */
interface Kept extends Partial<Pick<SweepSpec, 'split' | 'objective' | 'conditions' | 'cells'>> {
  /** Values of the base that a factor covers; a factor that a condition sets aside takes them. */
  base: Settings;
  /** Factors in the order that the spec had, which is the order of the variants. */
  factorOrder: readonly string[];
}

export interface FormState {
  name: string;
  question: string;
  corpus: string;
  rows: readonly Row[];
  /** Factors made of bundles come with a preset or YAML; the form shows them and can only leave them out. */
  bundles: Readonly<Record<string, Bundles>>;
  /** As typed: "1, 2, 3". */
  seeds: string;
  design: DesignKind;
  /** Factor → level, for the designs that start from one; a factor's first level where it is not named. */
  baseline: Readonly<Record<string, Level>>;
  stopping: StoppingSpec['kind'];
  /** Numbers as typed, by their path in the spec. */
  numbers: Numbers;
  kept: Kept;
}

export type TextField = 'name' | 'question' | 'corpus' | 'seeds';

export type FormAction =
  | { type: 'text'; field: TextField; value: string }
  | { type: 'toggle'; key: string; level: Level }
  | { type: 'type'; key: string; level: Level }
  | { type: 'range'; key: string; range: RangeText | undefined }
  | { type: 'add'; key: string }
  | { type: 'remove'; key: string }
  | { type: 'removeBundles'; factor: string }
  | { type: 'design'; kind: DesignKind }
  | { type: 'baseline'; factor: string; level: Level }
  | { type: 'stopping'; kind: StoppingSpec['kind'] }
  | { type: 'number'; path: string; value: string }
  | { type: 'preset'; state: FormState }
  | { type: 'replace'; state: FormState };

export const emptyForm: FormState = {
  name: '',
  question: '',
  corpus: '',
  rows: [],
  bundles: {},
  seeds: '1',
  design: 'factorial',
  baseline: {},
  stopping: 'none',
  numbers: {},
  kept: { base: {}, factorOrder: [] },
};

/** The factors of the first question, always on the form; others can be added and removed. */
export const questionKeys: readonly string[] = ['dModel', 'heads', 'layers', 'positions', 'sourceEndToken'];
const alwaysShown: readonly string[] = [...questionKeys, 'epochs', 'trainSize'];

export function isRemovable(key: string): boolean {
  return !alwaysShown.includes(key);
}

export function reduceForm(state: FormState, action: FormAction): FormState {
  switch (action.type) {
    case 'text':
      return { ...state, [action.field]: action.value };
    case 'preset':
      return { ...action.state, corpus: state.corpus || action.state.corpus };
    case 'replace':
      return action.state;
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
    case 'range':
      return mapRow(state, action.key, (row) => ({ ...row, range: action.range }));
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
    case 'design':
      return { ...state, design: action.kind };
    case 'baseline':
      return { ...state, baseline: { ...state.baseline, [action.factor]: action.level } };
    case 'stopping': {
      // Rules share names of numbers (graceEpochs) that start elsewhere.
      const numbers = Object.entries(state.numbers).filter(([path]) => !path.startsWith('stopping.'));
      return { ...state, stopping: action.kind, numbers: Object.fromEntries(numbers) };
    }
    case 'number':
      return { ...state, numbers: { ...state.numbers, [action.path]: action.value } };
  }
}

function mapRow(state: FormState, key: string, change: (row: Row) => Row): FormState {
  return { ...state, rows: state.rows.map((row) => (row.key === key ? change(row) : row)) };
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
  const varied = state.rows.filter(isVaried).map((row) => labelOf(row.key));
  const factors = [...varied, ...Object.keys(state.bundles)];
  return factors.length === 0 ? 'baseline' : factors.join(' × ');
}

/** The levels of every factor that has some: what a baseline is chosen from. */
export function factorLevels(state: FormState): [string, readonly Level[]][] {
  return [
    ...state.rows
      .filter((row) => isVaried(row) && !row.range)
      .map((row): [string, readonly Level[]] => [row.key, row.chosen]),
    ...Object.entries(state.bundles).map(([factor, bundles]): [string, readonly Level[]] => [
      factor,
      Object.keys(bundles),
    ]),
  ];
}

export function hasBaseline(design: DesignKind): boolean {
  return design === 'one-factor-at-a-time' || design === 'leave-one-out';
}

/** The spec that the form stands for. A row without a level stays a factor, so that the server names what is missing. */
export function specOf(state: FormState, seeds: number[]): SweepSpecInput {
  const { kept } = state;
  const base: Record<string, Level> = {};
  const varied = new Map<string, NonNullable<SweepSpecInput['factors']>[string]>();
  for (const { key, chosen, range } of state.rows) {
    const [only] = chosen;
    if (range) varied.set(key, { ...range, min: numberOf(range.min), max: numberOf(range.max) });
    else if (chosen.length === 1 && only !== undefined) base[key] = only;
    else varied.set(key, [...chosen]);
  }
  for (const [factor, bundles] of Object.entries(state.bundles)) varied.set(factor, { ...bundles });
  const stillCovered = Object.entries(kept.base).filter(([key]) => varied.has(key));
  const conditions = Object.entries(kept.conditions ?? {}).filter(
    ([factor]) => varied.has(factor) || state.design === 'list',
  );
  const baseline = factorLevels(state).flatMap(([factor, levels]) => {
    const level = state.baseline[factor];
    return level !== undefined && levels.includes(level) ? [[factor, level] as const] : [];
  });
  return {
    name: state.name.trim() || suggestedName(state),
    question: state.question,
    corpus: state.corpus,
    ...(kept.split ? { split: kept.split } : {}),
    base: { ...base, ...Object.fromEntries(stillCovered) },
    design: designOf(state.design, state.numbers),
    factors: Object.fromEntries(inOrder(varied, kept.factorOrder)),
    ...(hasBaseline(state.design) && baseline.length > 0 ? { baseline: Object.fromEntries(baseline) } : {}),
    ...(state.design === 'list' && kept.cells ? { cells: kept.cells } : {}),
    ...(conditions.length > 0 ? { conditions: Object.fromEntries(conditions) } : {}),
    seeds,
    ...(kept.objective ? { objective: kept.objective } : {}),
    stopping: stoppingOf(state.stopping, state.numbers),
    ...limitsOf(state.numbers),
  };
}

function inOrder<T>(factors: ReadonlyMap<string, T>, order: readonly string[]): [string, T][] {
  const placeOf = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  return [...factors].sort(([a], [b]) => placeOf(a) - placeOf(b));
}

/** The form that stands for a spec. What it has no field for is kept, and `keptTexts` says what. */
export function formOf(spec: SweepSpec): FormState {
  const rows = new Map<string, Row>(
    alwaysShown.map((key) => [key, { key, chosen: [hyperparameterOf(key).default], typed: [] }]),
  );
  const covered: [string, Level][] = [];
  for (const [key, level] of Object.entries(spec.base)) {
    if (level === undefined) continue;
    if (Object.hasOwn(spec.factors, key)) covered.push([key, level]);
    rows.set(key, { key, chosen: [level], typed: [] });
  }
  const bundles: Record<string, Bundles> = {};
  for (const [key, factor] of Object.entries(spec.factors)) {
    if (Array.isArray(factor)) rows.set(key, { key, chosen: factor, typed: [] });
    else if (isRange(factor)) {
      const range = { ...factor, min: String(factor.min), max: String(factor.max) };
      rows.set(key, { key, chosen: [hyperparameterOf(key).default], typed: [], range });
    } else bundles[key] = factor;
  }
  const { split, objective, conditions, cells } = spec;
  return {
    name: spec.name,
    question: spec.question,
    corpus: spec.corpus,
    rows: [...rows.values()],
    bundles,
    seeds: spec.seeds.join(', '),
    design: spec.design.kind,
    baseline: spec.baseline ?? {},
    stopping: spec.stopping.kind,
    numbers: numbersOf(spec),
    kept: {
      base: Object.fromEntries(covered),
      factorOrder: Object.keys(spec.factors),
      ...(isUsual('split', split) ? {} : { split }),
      ...(isUsual('objective', objective) ? {} : { objective }),
      ...(conditions ? { conditions } : {}),
      ...(cells ? { cells } : {}),
    },
  };
}

const usual = sweepSpecSchema.parse({ name: 'usual', corpus: 'any' });

function isUsual(key: 'split' | 'objective', value: unknown): boolean {
  return JSON.stringify(usual[key]) === JSON.stringify(value);
}

/** What is kept without a field, for people. */
export function keptTexts({ kept, design }: FormState): string[] {
  const conditioned = Object.keys(kept.conditions ?? {}).map(labelOf);
  return [
    ...(kept.split ? ['the split'] : []),
    ...(kept.objective ? ['the objective'] : []),
    ...(kept.cells && design === 'list' ? [`the ${kept.cells.length} cells of the list`] : []),
    ...(conditioned.length > 0 ? [`when ${conditioned.join(' and ')} applies`] : []),
  ];
}
