import type { AnswerWriting } from '@/app/answer/verdictSentences';
import { reportWriting } from '@/app/report/writing';
import type { Effect, Interaction, SweepAnswer, Verdict } from '@/lib/domain/answer';
import type { AnswerInput } from '@/lib/domain/answerInput';
import { sweepAnswerOf } from '@/lib/stats/answer';
import type { Observation } from '@/lib/stats/observation';
import { inputOf } from '../../lib/stats/answerInputs';
import { balanced } from '../../lib/stats/sweepRuns';

export const en = reportWriting('Positions', 'en');
export const zh = reportWriting('位置', 'zh-CN');
export const inEnglish: AnswerWriting = { ...en, words: en.verdictWords };
export const inChinese: AnswerWriting = { ...zh, words: zh.verdictWords };

const levels = {
  a: { name: 'positions', levels: ['learned', 'sinusoidal'] },
  b: { name: 'dModel', levels: [256, 512] },
  c: { name: 'sourceEndToken', levels: [true, false] },
} as const;

/** Factors a, b and c of the simulated sweeps as hyperparameters that have names. */
export function named(observations: readonly Observation[]): Observation[] {
  return observations.map((run) => ({
    ...run,
    levels: Object.fromEntries(
      Object.entries(levels).flatMap(([letter, { name, levels: written }]) => {
        const level = written[Number(run.levels[letter])];
        return level === undefined ? [] : [[name, level]];
      }),
    ),
  }));
}

/** The 2³ × 3 seeds of sweepRuns.ts: positions make a difference, the rest is noise. */
export function namedInput(changes: Partial<AnswerInput> = {}): AnswerInput {
  return inputOf(named(balanced()), changes);
}

export const whole: SweepAnswer = sweepAnswerOf(namedInput());

/** The effect of the issue that asked for these sentences. */
export const effect: Effect = {
  factor: 'positions',
  reference: 'learned',
  level: 'sinusoidal',
  value: -1.8,
  low: -2.7,
  high: -0.9,
  pValue: 0.0003,
  holm: 0.002,
  benjaminiHochberg: 0.002,
  basis: 'seeds-within-cells',
  standardError: 0.42,
  freedom: 14,
  pairs: 16,
  better: 1,
  ties: 0,
  cells: 8,
  seeds: 2,
  unmatched: 0,
  improvement: { value: 1 / 16, low: 0.01, high: 0.28 },
  differences: [],
  moreSeeds: 6,
};

export const interaction: Interaction = {
  factors: ['positions', 'dModel'],
  rows: ['learned', 'sinusoidal'],
  columns: [256, 512],
  means: [
    [30, 31],
    [28, 31.5],
  ],
  counts: [
    [3, 3],
    [3, 3],
  ],
  difference: { value: 2.5, low: 1.1, high: 3.9 },
  pValue: 0.001,
  holm: 0.006,
  benjaminiHochberg: 0.003,
  etaSquared: 0.2,
};

/** An answer that says this alone. */
export function saying(verdict: Verdict, changes: Partial<SweepAnswer> = {}): SweepAnswer {
  return { ...whole, effects: [effect], interactions: [interaction], verdicts: [verdict], ...changes };
}
