import type { Design, DesignKind } from '@/lib/domain/design';
import type { StoppingSpec } from '@/lib/domain/stopping';
import type { SweepSpec } from '@/lib/domain/sweep';
import { numberOf } from './rows';

/** A number of the form by its path in the spec, which is also where the server's errors point. */
export interface NumberText {
  path: string;
  label: string;
  help: string;
  /** Shown until somebody types; empty where the spec can do without. */
  start: string;
}

const field = (path: string, label: string, start: string, help: string): NumberText => ({
  path,
  label,
  help,
  start,
});

const samples = field('design.samples', 'samples', '20', 'How many variants are drawn.');
const sampleSeed = field(
  'design.seed',
  'seed of the samples',
  '1',
  'The same seed draws the same variants; the runs have the seeds below.',
);

export const designFields: Record<DesignKind, readonly NumberText[]> = {
  factorial: [],
  'one-factor-at-a-time': [],
  'leave-one-out': [],
  'fractional-factorial': [
    field(
      'design.resolution',
      'resolution',
      '4',
      'At least this, from 3 to 8. Leave empty to choose by variants.',
    ),
    field(
      'design.variants',
      'most variants',
      '',
      'The best fraction with at most so many. Leave empty to choose by resolution.',
    ),
  ],
  random: [samples, sampleSeed],
  'latin-hypercube': [samples, sampleSeed],
  list: [],
};

export const stoppingFields: Record<StoppingSpec['kind'], readonly NumberText[]> = {
  none: [],
  patience: [
    field('stopping.epochs', 'patience', '5', 'Epochs without a better value of the objective.'),
    field('stopping.minChange', 'least change', '0', 'A change below this counts as none.'),
  ],
  median: [
    field('stopping.graceEpochs', 'first epoch', '3', 'No run is stopped before it.'),
    field('stopping.minRuns', 'least runs', '3', 'So many runs must have come as far.'),
  ],
  asha: [
    field('stopping.graceEpochs', 'first rung', '1', 'Epochs that every run gets.'),
    field('stopping.reductionFactor', 'reduction', '3', 'One run in so many goes on to the next rung.'),
  ],
};

export const limitFields: readonly NumberText[] = [
  field('retries', 'retries', '2', 'A run whose trainer fails is tried again so many times.'),
  field('budget.runs', 'most runs', '', 'A sweep of more runs is refused. Empty for no limit.'),
  field(
    'budget.hours',
    'most hours',
    '',
    'Of all trainers together; what is queued then is cancelled. Empty for no limit.',
  ),
];

export type Numbers = Readonly<Record<string, string>>;

/** What a field shows: what was typed, or where it starts. */
export function numberText(numbers: Numbers, { path, start }: NumberText): string {
  return numbers[path] ?? start;
}

/** The numbers of a spec by path, so that the form shows them. */
export function numbersOf({ design, stopping, budget, retries }: SweepSpec): Record<string, string> {
  const numbers: Record<string, string> = { retries: String(retries) };
  for (const [head, part] of Object.entries({ design, stopping, budget: budget ?? {} })) {
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
