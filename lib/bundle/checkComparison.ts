import type { SweepAnswer } from '@/lib/domain/answer';
import type { AnswerInput, InputRun } from '@/lib/domain/answerInput';
import { HeldoutError } from '@/lib/domain/errors';
import type { SentenceComparison } from '@/lib/domain/sentenceComparison';
import { comparedPair } from '@/lib/stats/comparedPair';
import { compareSentences } from '@/lib/stats/sentenceComparison';
import type { BundleCheck } from './check';
import { differencesOf, faultText } from './differences';
import type { OpenBundle } from './readBundle';

/**
 * The best variant and the baseline on the same sentences, computed again: which two, which seeds and which numbers, so that
 * neither a kinder pair nor a chosen part of the seeds passes for the sweep's.
 *
 * @throws HeldoutError invalid_input where a file of it is missing or cannot be read
 */
export function checkComparison(bundle: OpenBundle, input: AnswerInput, answer: SweepAnswer): BundleCheck {
  const name = 'sentences';
  const stored = bundle.comparison();
  const computed = comparisonOf(bundle, input, answer);
  if ('reason' in stored) {
    const faults =
      'reason' in computed
        ? []
        : [
            `comparison: stored is none (${stored.reason}), but ${computed.sentences} sentences can be compared`,
          ];
    return { name, detail: `none: ${stored.reason}`, faults };
  }
  const detail = `${stored.seeds.length} seeds, ${stored.sentences} sentences`;
  if ('reason' in computed)
    return { name, detail, faults: [`comparison: stored is one, but there can be none: ${computed.reason}`] };
  return { name, detail, faults: differencesOf(stored, computed, 'comparison').map(faultText) };
}

function comparisonOf(
  bundle: OpenBundle,
  { runs }: AnswerInput,
  answer: SweepAnswer,
): SentenceComparison | { reason: string } {
  const pair = comparedPair(answer);
  if (!pair) return { reason: 'the answer has no two variants' };
  const tested = runs.filter((run) => run.tested.best !== null);
  const pairs = tested
    .filter((run) => run.variantIndex === pair.variant)
    .flatMap((variant) => {
      const baseline = tested.find((run) => run.variantIndex === pair.baseline && run.seed === variant.seed);
      return baseline ? [{ baseline, variant }] : [];
    });
  const testSets = new Set(
    pairs.flatMap(({ baseline, variant }) => [testSetOf(baseline), testSetOf(variant)]),
  );
  const [testSet, ...others] = testSets;
  if (testSet === undefined) return { reason: 'no seed has both translations' };
  if (others.length > 0) return { reason: 'they are of different test sets' };
  const hypotheses = (run: InputRun) => bundle.hypotheses(run.id, 'best').hypotheses;
  const compared = {
    ...pair,
    testSet,
    references: bundle.testSet(testSet).items.map(({ references }) => references),
    runs: pairs.map(({ baseline, variant }) => ({
      seed: variant.seed,
      baseline: hypotheses(baseline),
      variant: hypotheses(variant),
      signatures: { baseline: signaturesOf(baseline), variant: signaturesOf(variant) },
    })),
  };
  try {
    return compareSentences(compared);
  } catch (error) {
    if (error instanceof HeldoutError) return { reason: error.message };
    throw error;
  }
}

function testSetOf({ tested }: InputRun): string {
  return tested.best?.testSet ?? '';
}

function signaturesOf({ tested }: InputRun): Record<string, string> {
  const scores = Object.entries(tested.best?.scores ?? {});
  return Object.fromEntries(scores.map(([metric, { signature }]) => [metric, signature]));
}
