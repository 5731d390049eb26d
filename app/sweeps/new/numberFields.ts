import type { Design, DesignKind } from '@/lib/domain/design';
import type { StoppingSpec } from '@/lib/domain/stopping';
import type { SweepSpec, SweepSpecInput } from '@/lib/domain/sweep';
import type { Messages } from '../../i18n/en';
import { numberOf } from './rows';

/** A number of the form by its path in the spec, which is also where the server's errors point. */
export interface NumberText {
  path: string;
  /** Key of its label and help. */
  text: keyof Messages['newSweep']['numbers'];
  /** Shown until somebody types; empty where the spec can do without. */
  start: string;
}

const field = (path: string, text: NumberText['text'], start: string): NumberText => ({ path, text, start });

const samples = field('design.samples', 'samples', '20');
const sampleSeed = field('design.seed', 'sampleSeed', '1');

export const designFields: Record<DesignKind, readonly NumberText[]> = {
  factorial: [],
  'one-factor-at-a-time': [],
  'leave-one-out': [],
  'fractional-factorial': [
    field('design.resolution', 'resolution', '4'),
    field('design.variants', 'mostVariants', ''),
  ],
  random: [samples, sampleSeed],
  'latin-hypercube': [samples, sampleSeed],
  list: [],
};

export const stoppingFields: Record<StoppingSpec['kind'], readonly NumberText[]> = {
  none: [],
  patience: [field('stopping.epochs', 'patience', '5'), field('stopping.minChange', 'leastChange', '0')],
  median: [field('stopping.graceEpochs', 'firstEpoch', '3'), field('stopping.minRuns', 'leastRuns', '3')],
  asha: [
    field('stopping.graceEpochs', 'firstRung', '1'),
    field('stopping.reductionFactor', 'reduction', '3'),
  ],
};

export const limitFields: readonly NumberText[] = [
  field('retries', 'retries', '2'),
  field('budget.runs', 'mostRuns', ''),
  field('budget.hours', 'mostHours', ''),
];

export const splitFields: readonly NumberText[] = [
  field('split.validation', 'validationSize', '0.05'),
  field('split.test', 'testSize', '0.05'),
  field('split.seed', 'splitSeed', '1'),
];

export type Numbers = Readonly<Record<string, string>>;

/** What a field shows: what was typed, or where it starts. */
export function numberText(numbers: Numbers, { path, start }: NumberText): string {
  return numbers[path] ?? start;
}

/** The numbers of a spec by path, so that the form shows them. */
export function numbersOf({ design, stopping, budget, retries, split }: SweepSpec): Record<string, string> {
  const numbers: Record<string, string> = { retries: String(retries) };
  for (const [head, part] of Object.entries({ design, stopping, budget: budget ?? {}, split })) {
    for (const [key, value] of Object.entries(part)) {
      if (typeof value === 'number') numbers[`${head}.${key}`] = String(value);
    }
  }
  // A fraction is chosen by one of the two; the other would start at its usual value.
  if (design.kind === 'fractional-factorial' && design.variants !== undefined)
    numbers['design.resolution'] = '';
  return numbers;
}

export function designOf(kind: DesignKind, numbers: Numbers): Design {
  const read = reader(designFields[kind], numbers);
  switch (kind) {
    case 'random':
    case 'latin-hypercube':
      return { kind, samples: read.number('design.samples'), seed: read.number('design.seed') };
    case 'fractional-factorial':
      return {
        kind,
        ...optional('resolution', read.text('design.resolution')),
        ...optional('variants', read.text('design.variants')),
      };
    default:
      return { kind };
  }
}

export function stoppingOf(kind: StoppingSpec['kind'], numbers: Numbers): StoppingSpec {
  const { number } = reader(stoppingFields[kind], numbers);
  switch (kind) {
    case 'none':
      return { kind };
    case 'patience':
      return { kind, epochs: number('stopping.epochs'), minChange: number('stopping.minChange') };
    case 'median':
      return { kind, graceEpochs: number('stopping.graceEpochs'), minRuns: number('stopping.minRuns') };
    case 'asha':
      return {
        kind,
        graceEpochs: number('stopping.graceEpochs'),
        reductionFactor: number('stopping.reductionFactor'),
      };
  }
}

export function limitsOf(numbers: Numbers): Pick<SweepSpec, 'budget' | 'retries'> {
  const { number, text } = reader(limitFields, numbers);
  const budget = { ...optional('runs', text('budget.runs')), ...optional('hours', text('budget.hours')) };
  return { retries: number('retries'), ...(Object.keys(budget).length > 0 ? { budget } : {}) };
}

/** The split, and nothing where it is the usual one. */
export function splitOf(numbers: Numbers): Pick<SweepSpecInput, 'split'> {
  const isUsual = splitFields.every((each) => Number(numberText(numbers, each)) === Number(each.start));
  if (isUsual) return {};
  const { number } = reader(splitFields, numbers);
  return {
    split: {
      seed: number('split.seed'),
      validation: number('split.validation'),
      test: number('split.test'),
    },
  };
}

function reader(fields: readonly NumberText[], numbers: Numbers) {
  const text = (path: string) => {
    const found = fields.find((candidate) => candidate.path === path);
    return found ? numberText(numbers, found) : '';
  };
  return { text, number: (path: string) => numberOf(text(path)) };
}

function optional(key: string, text: string): Record<string, number> {
  return text.trim() === '' ? {} : { [key]: numberOf(text) };
}
