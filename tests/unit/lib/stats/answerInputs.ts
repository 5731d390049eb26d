import type { AnswerInput, InputRun } from '@/lib/domain/answerInput';
import { sweepSpecSchema } from '@/lib/domain/sweep';
import type { Observation } from '@/lib/stats/observation';

const comparison = {
  testHash: 'a'.repeat(64),
  sampleHash: null,
  bleuSignature: 'nrefs:1',
  targetUnit: 'characters',
};

/** A sweep whose runs have scored these values on the whole test split, and the same on validation. */
export function inputOf(
  observations: readonly Observation[],
  changes: Partial<AnswerInput> = {},
): AnswerInput {
  const variants = [...new Map(observations.map((run) => [run.variantIndex, run.levels]))];
  return {
    sweepId: 'sweep',
    spec: sweepSpecSchema.parse({
      name: 'simulated',
      corpus: 'none',
      seeds: [...new Set(observations.map(({ seed }) => seed))],
      objective: { metric: 'validation/bleu', goal: 'maximize', report: 'test/bleu' },
    }),
    factors: Object.keys(observations[0]?.levels ?? {}),
    variants: variants.map(([index, levels]) => ({
      index,
      levels: { ...levels },
      trainPairs: 1000,
      parameterCount: 10,
    })),
    runs: observations.map(inputRun),
    ...changes,
  };
}

export function inputRun({ runId, variantIndex, seed, value }: Observation): InputRun {
  const score = {
    step: 10,
    epoch: 1,
    testSet: 'b'.repeat(64),
    sentences: 100,
    scores: { 'test/bleu': { value, signature: 'nrefs:1|case:mixed' } },
  };
  return {
    id: runId,
    variantIndex,
    seed,
    state: 'finished',
    stepsPerEpoch: 10,
    durationMs: 60_000,
    result: {
      bestStep: 10,
      bestEpoch: 1,
      atBest: { 'validation/bleu': value },
      last: { 'validation/bleu': value },
    },
    tested: { best: { moment: 'best', ...score }, last: { moment: 'last', ...score } },
    comparison,
    curves: [],
  };
}
