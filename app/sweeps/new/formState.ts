import { type Level, labelOf, type Settings } from '@/lib/domain/config';
import type { DesignKind } from '@/lib/domain/design';
import type { StoppingSpec } from '@/lib/domain/stopping';
import {
  isRange,
  type Objective,
  type SweepSpec,
  type SweepSpecInput,
  sweepSpecSchema,
} from '@/lib/domain/sweep';
import type { Formats } from '../../format/formats';
import type { Names } from '../../format/names';
import type { Words } from '../../i18n/words';
import { designOf, limitsOf, type Numbers, numbersOf, splitOf, stoppingOf } from './numberFields';
import { withObjective } from './objective';
import { hyperparameterOf, isVaried, numberOf, offeredLevels, type RangeText, type Row } from './rows';

/** Levels of a factor that set several hyperparameters at once. */
type Bundles = Readonly<Record<string, Settings>>;

/** What a spec says that the form has no field for: it goes back into the spec as it came. */
interface Kept extends Partial<Pick<SweepSpec, 'conditions' | 'cells'>> {
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
  objective: Objective;
  /** The best model of each run stays with the server. */
  keepsModels: boolean;
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
  | { type: 'objective'; metric?: string; report?: string }
  | { type: 'keepsModels'; value: boolean }
  | { type: 'number'; path: string; value: string }
  | { type: 'preset'; state: FormState }
  | { type: 'replace'; state: FormState };

const usual = sweepSpecSchema.parse({ name: 'usual', corpus: 'any' });

function isUsualObjective({ metric, goal, report }: Objective): boolean {
  const { objective } = usual;
  return metric === objective.metric && goal === objective.goal && report === objective.report;
}

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
  objective: usual.objective,
  keepsModels: true,
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
    case 'objective':
      return { ...state, objective: withObjective(state.objective, action) };
    case 'keepsModels':
      return { ...state, keepsModels: action.value };
    case 'number':
      return { ...state, numbers: { ...state.numbers, [action.path]: action.value } };
  }
}

function mapRow(state: FormState, key: string, change: (row: Row) => Row): FormState {
  return { ...state, rows: state.rows.map((row) => (row.key === key ? change(row) : row)) };
}

/** "1, 2, 3", "1 2 3" or "1-3" as whole numbers; `wrong` is the part that is none, empty where there is no seed at all. */
export function parseSeeds(text: string): { ok: true; seeds: number[] } | { ok: false; wrong: string } {
  const seeds: number[] = [];
  for (const part of text.split(/[\s,;，；、]+/).filter(Boolean)) {
    const range = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(part);
    const first = Number(range?.[1]);
    const last = Number(range?.[2] ?? first);
    if (!range || last < first || last - first >= 1000) return { ok: false, wrong: part };
    for (let seed = first; seed <= last; seed += 1) if (!seeds.includes(seed)) seeds.push(seed);
  }
  return seeds.length === 0 ? { ok: false, wrong: '' } : { ok: true, seeds };
}

/** What a sweep is called while nobody has named it, its factors named by `label`. */
export function suggestedName(state: FormState, label: (key: string) => string = labelOf): string {
  const varied = state.rows.filter(isVaried).map((row) => label(row.key));
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
export function specOf(
  state: FormState,
  seeds: number[],
  label: (key: string) => string = labelOf,
): SweepSpecInput {
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
    name: state.name.trim() || suggestedName(state, label),
    question: state.question,
    corpus: state.corpus,
    ...splitOf(state.numbers),
    base: { ...base, ...Object.fromEntries(stillCovered) },
    design: designOf(state.design, state.numbers),
    factors: Object.fromEntries(inOrder(varied, kept.factorOrder)),
    ...(hasBaseline(state.design) && baseline.length > 0 ? { baseline: Object.fromEntries(baseline) } : {}),
    ...(state.design === 'list' && kept.cells ? { cells: kept.cells } : {}),
    ...(conditions.length > 0 ? { conditions: Object.fromEntries(conditions) } : {}),
    seeds,
    ...(isUsualObjective(state.objective) ? {} : { objective: state.objective }),
    ...(state.keepsModels ? {} : { keep: { models: 'none' as const } }),
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
  const { conditions, cells } = spec;
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
    objective: spec.objective,
    keepsModels: spec.keep.models === 'best',
    numbers: numbersOf(spec),
    kept: {
      base: Object.fromEntries(covered),
      factorOrder: Object.keys(spec.factors),
      ...(conditions ? { conditions } : {}),
      ...(cells ? { cells } : {}),
    },
  };
}

/** What is kept without a field, for people. */
export function keptTexts(
  { kept, design }: FormState,
  { words, names, formats }: { words: Words<'newSweep'>; names: Names; formats: Formats },
): string[] {
  const conditioned = Object.keys(kept.conditions ?? {}).map(names.label);
  return [
    ...(kept.cells && design === 'list' ? [words('keptCells', { count: kept.cells.length })] : []),
    ...(conditioned.length > 0 ? [words('keptConditions', { factors: formats.list(conditioned) })] : []),
  ];
}
