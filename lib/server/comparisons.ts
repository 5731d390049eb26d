import type { ComparisonResponse } from '@/lib/domain/api';
import { refusalText, wholeTestProblem } from '@/lib/domain/comparison';
import { HeldoutError } from '@/lib/domain/errors';
import { getRun } from './runs';

/**
 * Puts scores of the whole test split side by side, at each run's best step. Runs of different test sets are refused;
 * single scores that differ in how they were computed are named in `refused`, and left to the reader of the reason.
 *
 * @throws HeldoutError invalid_input with fewer than two runs, not_found, not_comparable
 */
export function compareRuns(ids: readonly string[]): ComparisonResponse {
  if (new Set(ids).size < 2) {
    throw new HeldoutError(
      'invalid_input',
      `Comparing runs: got ${new Set(ids).size} different runs, expected two or more.`,
    );
  }
  const details = ids.map((id) => getRun(id));
  const scored = details.map(({ run }) => ({ comparison: run.comparison, scores: run.tested.best }));
  const runs = details.map(({ run, sweepName }) => {
    if (!run.tested.best) {
      throw new HeldoutError(
        'not_comparable',
        `Comparing runs: run ${run.id} has no scores of its whole test split (it is ${run.state}): wait for its end, or leave it out.`,
      );
    }
    return { id: run.id, sweepName, levels: run.levels, seed: run.seed, scores: run.tested.best };
  });
  const metrics = [...new Set(runs.flatMap(({ scores }) => Object.keys(scores.scores)))];
  const refused = Object.fromEntries(
    metrics.flatMap((metric) => {
      const problem = wholeTestProblem(metric, scored);
      return problem === null ? [] : [[metric, problem] as const];
    }),
  );
  const [reason] = Object.values(refused);
  if (reason !== undefined && metrics.every((metric) => metric in refused)) {
    throw new HeldoutError('not_comparable', `Comparing runs: ${refusalText(metrics, reason)}`);
  }
  return { runs, refused };
}
