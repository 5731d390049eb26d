import type { AnsweredVariant, Bounded, Effect, Interaction, SweepAnswer } from '@/lib/domain/answer';
import type { AnswerInput, AnswerOptions, InputRun } from '@/lib/domain/answerInput';
import { comparisonProblem } from '@/lib/domain/comparison';
import { metricText } from '@/lib/domain/metric';
import { anovaOf } from './anova';
import { type AnswerRuns, answerRuns } from './answerRuns';
import { baselineDifferences } from './baselineDifferences';
import { bestVariant } from './bestVariant';
import { cellMean } from './cellMean';
import { benjaminiHochberg, holm } from './corrections';
import { effectsOf, type MeasuredEffect } from './effects';
import { expectedBestCurve } from './expectedBest';
import { overfittingOf, overSeeds } from './gaps';
import { interactionsLeftOut, interactionsOf, type MeasuredInteraction } from './interactions';
import { learningCurveOf } from './learningCurve';
import { meanOf } from './moments';
import { type Noise, noiseOf, spreadOf } from './noise';
import { moreSeedsFor, testLevel } from './power';
import { sizedRuns } from './sizedRuns';
import { verdictsOf } from './verdicts';

/** Raised whenever a number of an answer would come out otherwise. */
const answerVersion = 1;

/**
 * The answer of a sweep: which change helped, by how much, and whether it is real. Pure: the same input gives the same
 * answer, on the server and where a bundle is verified. docs/statistics.md tells how each number is found and why so.
 *
 * @throws HeldoutError invalid_input only where the input contradicts itself
 */
export function sweepAnswerOf(input: AnswerInput, options: AnswerOptions = {}): SweepAnswer {
  const { spec, factors } = input;
  const { objective } = spec;
  const runs = answerRuns(input);
  const higherIsBetter = metricText(objective.report).goal !== 'minimize';
  const { refusal } = runs;
  const observations = refusal === null ? runs.observations : [];
  const noise = noiseOf(observations);
  const target = options.target ?? defaultTarget(objective.report, noise?.standardDeviation);
  const anova = anovaOf(observations, factors);
  const family = correctedFamily(
    effectsOf(observations, factors, { higherIsBetter, design: input.variants }),
    interactionsOf(observations, factors, anova, input.variants),
  );
  const seeds = [...new Set(observations.map(({ seed }) => seed))].sort((a, b) => a - b);
  const baseline = options.baseline ?? input.variants[0]?.index ?? null;
  const variants = refusal === null ? answeredVariants(input, runs, baseline, higherIsBetter) : [];
  const tested = runs.used[0]?.tested.best;
  const answer: Omit<SweepAnswer, 'verdicts'> = {
    sweepId: input.sweepId,
    options,
    signature: `heldout-answer|v:${answerVersion}|interval:student-95|correction:holm|family:${family.size}|of:${runs.of}|selection:${objective.metric}`,
    metric: {
      report: objective.report,
      objective: objective.metric,
      goal: objective.goal,
      higherIsBetter,
      of: runs.of,
      sentences: runs.of === 'whole' ? (tested?.sentences ?? null) : null,
      scoreSignature: runs.of === 'whole' ? (tested?.scores[objective.report]?.signature ?? null) : null,
      testHash: runs.used[0]?.comparison?.testHash ?? null,
    },
    refusal,
    counts: runs.counts,
    seeds,
    design: spec.design.kind,
    baseline,
    target,
    level: 0.95,
    family: family.size,
    effects: family.effects.map((effect) => ({
      ...effect,
      moreSeeds: moreSeedsOf(effect, noise, { target, level: testLevel / Math.max(1, family.size) }),
    })),
    interactions: family.interactions,
    interactionsLeftOut: interactionsLeftOut(observations, factors),
    anova,
    variants,
    noise,
    budget: budgetOf(runs, objective),
    learningCurve: learningCurveOf(
      sizedRuns(input, observations),
      learningGain(objective.report, higherIsBetter, observations),
    ),
    best: bestVariant(runs, observations, objective, noise, variants),
  };
  return { ...answer, verdicts: verdictsOf(answer) };
}

/**
 * Seeds for a verdict, so at the level that is left to one test of the family: Bonferroni's, which Holm's is never below.
 * Seeds that move all cells alike are not made up for by cells: each seed is then one difference.
 */
function moreSeedsOf(
  { basis, standardError, seeds, cells }: MeasuredEffect,
  noise: Noise | null,
  { target, level }: { target: number; level: number },
): number | null {
  if (basis === 'seeds' && standardError !== null) {
    const ofSeeds = (standardError * Math.sqrt(seeds)) / Math.SQRT2;
    return moreSeedsFor({ noise: ofSeeds, cells: 1, level }, seeds, target);
  }
  return noise && moreSeedsFor({ noise: noise.standardDeviation, cells, level }, seeds, target);
}

interface Family {
  effects: Omit<Effect, 'moreSeeds'>[];
  interactions: Interaction[];
  /** Tests that were made. */
  size: number;
}

/** Main effects and interactions are one family: whatever an answer claims comes out of it. */
function correctedFamily(
  effects: readonly MeasuredEffect[],
  interactions: readonly MeasuredInteraction[],
): Family {
  const pValues = [...effects, ...interactions].map(({ pValue }) => pValue);
  const byHolm = holm(pValues);
  const byBenjaminiHochberg = benjaminiHochberg(pValues);
  const corrected = <T>(test: T, at: number) => ({
    ...test,
    holm: byHolm[at] ?? null,
    benjaminiHochberg: byBenjaminiHochberg[at] ?? null,
  });
  return {
    effects: effects.map(corrected),
    interactions: interactions.map((interaction, at) => corrected(interaction, effects.length + at)),
    size: pValues.filter((p) => p !== null).length,
  };
}

/** One point of a score from 0 to 100; of other metrics the noise of a run, to one digit. */
function defaultTarget(metric: string, noise: number | undefined): number {
  if (isOutOfHundred(metric)) return 1;
  return noise ? Number(noise.toPrecision(1)) : 0.1;
}

/** Of more data: five points of a score; of other metrics 5% of what was measured. */
function learningGain(
  metric: string,
  higherIsBetter: boolean,
  observations: readonly { value: number }[],
): number {
  const size = isOutOfHundred(metric) ? 5 : 0.05 * Math.abs(meanOf(observations.map(({ value }) => value)));
  return higherIsBetter ? size : -size;
}

function isOutOfHundred(metric: string): boolean {
  return ['bleu', 'chrf', 'chrfPlusPlus', 'ter'].includes(metric.slice(metric.indexOf('/') + 1));
}

function answeredVariants(
  input: AnswerInput,
  runs: AnswerRuns,
  baseline: number | null,
  higherIsBetter: boolean,
): AnsweredVariant[] {
  const { metric } = input.spec.objective;
  const differences =
    baseline === null ? new Map() : baselineDifferences(runs.observations, baseline, { higherIsBetter });
  const spread = spreadOf(runs.observations);
  const comparisons = runs.used.flatMap(({ comparison }) => comparison ?? []);
  const lossesCompare = comparisonProblem('test/loss', comparisons) === null;
  return input.variants.map(({ index, levels, parameterCount }) => {
    const own = runs.used.filter((run) => run.variantIndex === index);
    const values = own.map((run) => runs.reported(run, 'best') ?? Number.NaN);
    const reported = meanOverSeeds(own, values, spread);
    const seedCount = own.length;
    return {
      index,
      levels,
      parameterCount,
      seeds: own.map(({ seed }) => seed),
      reported,
      standardDeviation: seedCount < 2 ? null : deviationOf(values),
      objective: overSeeds(own.map((run) => run.result.atBest[metric] ?? Number.NaN))?.value ?? null,
      difference: differences.get(index) ?? null,
      ...overfittingOf(own, runs.reported, lossesCompare),
      seconds: seedCount === 0 ? 0 : meanOf(own.map(({ durationMs }) => durationMs)) / 1000,
    };
  });
}

/** With fewer than five seeds of its own, a variant's interval takes the spread of all variants. */
function meanOverSeeds(
  runs: readonly InputRun[],
  values: readonly number[],
  spread: Noise | null,
): Bounded | null {
  if (runs.length === 0) return null;
  const cell = runs.map(({ seed }, at) => ({ cellKey: '', seed, value: values[at] ?? Number.NaN }));
  const { value, low, high } = cellMean(cell, spread, 1);
  return { value, low, high };
}

function deviationOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}

function budgetOf(
  { used }: AnswerRuns,
  { metric, goal }: AnswerInput['spec']['objective'],
): SweepAnswer['budget'] {
  const scores = used.flatMap((run) => run.result.atBest[metric] ?? []).filter(Number.isFinite);
  return scores.length === 0 ? null : { metric, points: expectedBestCurve(scores, goal) };
}
