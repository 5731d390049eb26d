import type { SweepAnswer } from '@/lib/domain/answer';
import type { AnswerInput, InputRun } from '@/lib/domain/answerInput';
import { comparisonProblem, refusalText, wholeTestProblem } from '@/lib/domain/comparison';
import { isCutShort } from '@/lib/domain/stopping';
import type { Observation } from './observation';

/** The runs that an answer is of, and what became of the others. */
export interface AnswerRuns {
  used: InputRun[];
  observations: Observation[];
  counts: SweepAnswer['counts'];
  of: SweepAnswer['metric']['of'];
  /** Why they must not be compared. */
  refusal: string | null;
  /** The reported metric: of the whole test split where it was translated, else of the sample. */
  reported: (run: InputRun, moment: 'best' | 'last') => number | undefined;
}

/**
 * Takes the runs that have come to their end by themselves and whose reported metric is a number, at the step that validation
 * chose. Where any of them translated the whole test split, those scores count and runs without are left out: a sample and
 * the whole are not mixed.
 */
export function answerRuns({ spec, variants, runs }: AnswerInput): AnswerRuns {
  const metric = spec.objective.report;
  const ended = runs.filter(
    (run) => run.state === 'finished' || (run.state === 'stopped' && !isCutShort(run, spec)),
  );
  const whole = ended.some(({ tested }) => tested.best?.scores[metric] !== undefined);
  const reported = (run: InputRun, moment: 'best' | 'last') =>
    whole
      ? run.tested[moment]?.scores[metric]?.value
      : (moment === 'best' ? run.result.atBest : run.result.last)[metric];
  const measured = ended.filter((run) => reported(run, 'best') !== undefined);
  const used = measured
    .filter((run) => Number.isFinite(reported(run, 'best')))
    .sort((a, b) => a.variantIndex - b.variantIndex || a.seed - b.seed);
  const levels = new Map(variants.map((variant) => [variant.index, variant.levels]));
  return {
    used,
    reported,
    of: whole ? 'whole' : 'sample',
    refusal: refusalOf(used, metric, whole),
    observations: used.map((run) => ({
      runId: run.id,
      variantIndex: run.variantIndex,
      levels: levels.get(run.variantIndex) ?? {},
      seed: run.seed,
      value: reported(run, 'best') ?? Number.NaN,
    })),
    counts: {
      variants: variants.length,
      runs: runs.length,
      used: used.length,
      unfinished: runs.filter(({ state }) => state === 'queued' || state === 'running').length,
      failed: runs.filter(({ state }) => state === 'failed' || state === 'cancelled').length,
      cutShort: runs.filter((run) => isCutShort(run, spec)).length,
      notFinite: measured.length - used.length,
      unmeasured: ended.length - measured.length,
    },
  };
}

function refusalOf(runs: readonly InputRun[], metric: string, whole: boolean): string | null {
  const problem = whole
    ? wholeTestProblem(
        metric,
        runs.map(({ comparison, tested }) => ({ comparison, scores: tested.best })),
      )
    : comparisonProblem(
        metric,
        runs.flatMap(({ comparison }) => comparison ?? []),
      );
  return problem === null ? null : refusalText([metric], problem);
}
