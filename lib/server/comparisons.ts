import type { ComparisonResponse, RunDetail, RunDetails, VariantList } from '@/lib/domain/api';
import { refusalText, wholeTestProblem } from '@/lib/domain/comparison';
import { HeldoutError } from '@/lib/domain/errors';
import { requireSweep } from './rows';
import { getRun } from './runs';
import { server } from './server';

/** More columns than that nobody reads side by side. */
const maxRunDetails = 50;

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

/**
 * Everything about any runs, in the order of their ids; ids that no run has are left out, so that a link to a comparison
 * outlives one of its runs.
 *
 * @throws HeldoutError invalid_input with no id or more than 50
 */
export function getRuns(ids: readonly string[]): RunDetails {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0 || wanted.length > maxRunDetails) {
    throw new HeldoutError(
      'invalid_input',
      `Reading runs: got ${wanted.length} ids, expected 1 to ${maxRunDetails}.`,
      { path: 'ids' },
    );
  }
  return { runs: wanted.flatMap((id) => foundRun(id) ?? []) };
}

function foundRun(id: string): RunDetail | undefined {
  try {
    return getRun(id);
  } catch (error) {
    if (error instanceof HeldoutError && error.code === 'not_found') return undefined;
    throw error;
  }
}

/**
 * The whole configuration of every variant of a sweep.
 *
 * @throws HeldoutError not_found
 */
export function listVariants(sweepId: string): VariantList {
  const context = server();
  const sweep = requireSweep(context, sweepId);
  return {
    variants: context.store.sweeps
      .variants(sweep.id)
      .map(({ index, levels, config }) => ({ index, levels, config })),
  };
}
