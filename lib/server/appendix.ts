import type { Appendix } from '@/lib/domain/appendix';
import packageJson from '@/package.json';
import { writeSweepText } from '@/sweeps/write';
import { corpusOf, requireSweep } from './rows';
import { server } from './server';

/**
 * Everything that a reader needs to do a sweep again, gathered from what its runs recorded.
 *
 * @throws HeldoutError not_found
 */
export function getAppendix(sweepId: string): Appendix {
  const context = server();
  const { store } = context;
  const sweep = requireSweep(context, sweepId);
  const { spec } = sweep;
  const corpus = corpusOf(context, sweep.corpusId);
  const runs = store.runs.ofSweep(sweepId);
  const facts = runs.flatMap((run) => run.facts ?? []);
  const scores = [...store.testReports.scoresOfSweep(sweepId).values()].flat();
  const ends = runs.flatMap((run) => run.finishedAtMs ?? []);
  return {
    spec: writeSweepText(spec),
    seeds: spec.seeds,
    corpus: {
      slug: corpus.slug,
      name: corpus.name,
      licence: corpus.licence,
      origin: corpus.origin,
      pairs: corpus.pairCount,
      fingerprint: corpus.fingerprint,
    },
    data: {
      trainPairs: distinct(facts.map(({ data }) => data.trainPairs)),
      validationPairs: facts[0]?.data.validationPairs ?? null,
      testPairs: facts[0]?.data.testPairs ?? null,
      splitHashes: distinct(facts.flatMap(({ data }) => data.splitHash ?? [])),
      testHashes: distinct(facts.map(({ data }) => data.testHash)),
    },
    environment: Object.fromEntries(
      distinct(facts.flatMap(({ environment }) => Object.keys(environment))).map((key) => [
        key,
        distinct(facts.flatMap(({ environment }) => environment[key] ?? [])),
      ]),
    ),
    compute: {
      runs: runs.length,
      attempts: runs.reduce((sum, run) => sum + run.attempt, 0),
      trainedSeconds: runs.reduce((sum, run) => sum + run.trainedMs, 0) / 1000,
    },
    selection: spec.objective,
    signatures: Object.fromEntries(
      distinct(scores.flatMap((final) => Object.keys(final.scores))).map((metric) => [
        metric,
        distinct(scores.flatMap((final) => final.scores[metric]?.signature ?? [])),
      ]),
    ),
    versions: { heldout: packageJson.version, node: process.version },
    lastEndedAtMs: ends.length === 0 ? null : Math.max(...ends),
  };
}

/** Sorted, so that the same runs give the same appendix. */
function distinct<T extends string | number>(values: readonly T[]): T[] {
  return [...new Set(values)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
