import type { RunRow } from '@/lib/domain/api';
import { HeldoutError } from '@/lib/domain/errors';
import type { SentenceInput } from '@/lib/domain/sentenceComparison';
import type { ServerContext } from './context';
import { requireSweep, runRows } from './rows';

/** Two variants of a sweep, by index. */
export interface VariantPair {
  baseline: number;
  variant: number;
}

/**
 * The stored translations of two variants, at the best step, for every seed that both have.
 *
 * @throws HeldoutError not_found; invalid_input for a variant with itself; not_comparable where no seed has both
 *   translations, or they are of different test sets
 */
export function sentenceInputOf(
  context: ServerContext,
  sweepId: string,
  { baseline, variant }: VariantPair,
): SentenceInput {
  requireSweep(context, sweepId);
  if (baseline === variant) {
    throw new HeldoutError(
      'invalid_input',
      `Comparing sentences: got variant ${variant} twice, expected two different ones.`,
      { path: 'variant' },
    );
  }
  const rows = runRows(context, sweepId).filter(({ tested }) => tested.best !== null);
  const pairs = rows
    .filter((run) => run.variantIndex === variant)
    .flatMap((run) => {
      const partner = rows.find((other) => other.variantIndex === baseline && other.seed === run.seed);
      return partner ? [{ run, partner }] : [];
    });
  const [first] = pairs;
  if (!first) {
    throw new HeldoutError(
      'not_comparable',
      `Comparing sentences: variants ${baseline} and ${variant} have no seed in common whose runs have translated the test split; wait for their end.`,
    );
  }
  const testSets = [...new Set(pairs.flatMap(({ run, partner }) => [testSetOf(run), testSetOf(partner)]))];
  if (testSets.length > 1) {
    throw new HeldoutError(
      'not_comparable',
      `Comparing sentences: these runs have ${testSets.length} different test sets (${testSets.map((hash) => hash.slice(0, 12)).join(', ')}); compare runs of one corpus and one split.`,
    );
  }
  const sentences = (run: RunRow) => context.store.testReports.sentences(run.id, 'best');
  const hypotheses = (run: RunRow) => sentences(run).map(({ hypothesis }) => hypothesis);
  return {
    baseline,
    variant,
    testSet: testSets[0] ?? '',
    references: sentences(first.run).map(({ references }) => references),
    runs: pairs.map(({ run, partner }) => ({
      seed: run.seed,
      baseline: hypotheses(partner),
      variant: hypotheses(run),
      signatures: { baseline: signaturesOf(partner), variant: signaturesOf(run) },
    })),
  };
}

function testSetOf({ tested }: RunRow): string {
  return tested.best?.testSet ?? '';
}

function signaturesOf({ tested }: RunRow): Record<string, string> {
  const scores = Object.entries(tested.best?.scores ?? {});
  return Object.fromEntries(scores.map(([metric, { signature }]) => [metric, signature]));
}
