import { createHash } from 'node:crypto';
import type { SweepAnswer } from '@/lib/domain/answer';
import type { AnswerInput } from '@/lib/domain/answerInput';
import type { FinalScores, Moment, Score } from '@/lib/domain/score';
import { moments } from '@/lib/domain/score';
import { sweepAnswerOf } from '@/lib/stats/answer';
import { runResult } from '@/lib/stats/runResult';
import type { BundleCheck } from './check';
import { checkComparison } from './checkComparison';
import { checkAppendix, checkTexts, type DerivedMakers } from './checkDerived';
import { differencesOf, faultText } from './differences';
import { bundlePaths } from './format';
import { type OpenBundle, openBundle } from './readBundle';

/** What a bundle's numbers and texts are made with, where lib/bundle may not know it. */
export interface BundleMakers extends DerivedMakers {
  /** Of a whole test split, as runs are scored (lib/train/scoring). */
  wholeScores: (
    hypotheses: readonly string[],
    references: readonly (readonly string[])[],
    targetLanguage: string,
  ) => Record<string, Score>;
}

/**
 * Computes again every number of a bundle from what it was computed from: that its files are the ones that were packed; scores
 * from the translations; each run's best step and result from its curves; the answer from the runs; the comparison from the
 * translations; the table and the sweep file from the answer and the spec; of the appendix what the runs tell. Losses,
 * accuracies and perplexities come from the model, which is not in a bundle: they are taken as recorded, and so is where and
 * how long was trained.
 *
 * @throws HeldoutError invalid_input where it is no bundle, or a file of it is missing or cannot be read; payload_too_large
 */
export function verifyBundle(bytes: Uint8Array, makers: BundleMakers): BundleCheck[] {
  const bundle = openBundle(bytes);
  const files = checkFiles(bundle);
  // What was changed cannot be trusted to be read.
  if (files.faults.length > 0) return [files];
  const input = bundle.input();
  const answer = sweepAnswerOf(input, bundle.answer().options);
  return [
    files,
    checkTestSets(bundle, input),
    checkScores(bundle, input, makers),
    checkResults(input),
    checkAnswer(bundle, answer),
    checkComparison(bundle, input, answer),
    checkTexts(bundle, input, makers),
    checkAppendix(bundle, input),
  ];
}

function checkFiles(bundle: OpenBundle): BundleCheck {
  const { files } = bundle.manifest();
  const faults = files.flatMap(({ path, bytes, sha256 }) => {
    const found = bundle.digestOf(path);
    if (found === undefined) return [`${path} is missing`];
    if (found.sha256 !== sha256) return [`${path}: SHA-256 is ${found.sha256}, the manifest says ${sha256}`];
    return found.bytes === bytes ? [] : [`${path} has ${found.bytes} bytes, the manifest says ${bytes}`];
  });
  const known = new Set<string>([bundlePaths.manifest, ...files.map(({ path }) => path)]);
  const strangers = [...bundle.paths]
    .filter((path) => !known.has(path))
    .map((path) => `${path} is not in the manifest`);
  return {
    name: 'files',
    detail: `${files.length} files as the manifest says`,
    faults: [...faults, ...strangers],
  };
}

function checkTestSets(bundle: OpenBundle, { runs }: AnswerInput): BundleCheck {
  const hashes = [
    ...new Set(runs.flatMap(({ tested }) => moments.flatMap((moment) => tested[moment]?.testSet ?? []))),
  ];
  const faults = hashes.flatMap((hash) => {
    const { items } = bundle.testSet(hash);
    const computed = createHash('sha256');
    // As lib/train/evaluation names a test set.
    for (const { source, references } of items) computed.update(`${JSON.stringify([source, references])}\n`);
    const found = computed.digest('hex');
    return found === hash ? [] : [`${bundlePaths.testSet(hash)}: its sentences have the hash ${found}`];
  });
  return { name: 'test sets', detail: `${hashes.length} with the hash that runs recorded`, faults };
}

function checkScores(bundle: OpenBundle, { runs }: AnswerInput, { wholeScores }: BundleMakers): BundleCheck {
  const { targetLanguage } = bundle.corpus();
  let compared = 0;
  const faults = runs.flatMap((run) =>
    moments.flatMap((moment) => {
      const final = run.tested[moment];
      if (!final) return [];
      const { hypotheses, testSet } = bundle.hypotheses(run.id, moment);
      const references = bundle.testSet(final.testSet).items.map((item) => item.references);
      const counted = { testSet, sentences: hypotheses.length };
      const { sentences } = final;
      const apart = [
        ...differencesOf({ testSet: final.testSet, sentences }, counted, `run ${run.id}, ${moment}`),
        ...differencesOf(references.length, hypotheses.length, `test set of run ${run.id}, ${moment}`),
      ];
      // Translations of other sentences have no score.
      if (apart.length > 0) return apart.map(faultText);
      const computed = wholeScores(hypotheses, references, targetLanguage);
      return Object.entries(computed).flatMap(([metric, score]) => {
        compared++;
        return scoreFaults(run.id, moment, final, metric, score);
      });
    }),
  );
  return { name: 'scores', detail: `${compared} of ${runs.length} runs, from their translations`, faults };
}

function scoreFaults(
  runId: string,
  moment: Moment,
  final: FinalScores,
  metric: string,
  computed: Score,
): string[] {
  const stored = final.scores[metric];
  return differencesOf(stored, computed, `run ${runId}, ${moment}, ${metric}`).map(faultText);
}

function checkResults({ runs, spec }: AnswerInput): BundleCheck {
  const faults = runs.flatMap((run) => {
    const curves = new Map(run.curves.map((curve) => [curve.metric, curve]));
    const { bestStep, bestEpoch, atBest, last } = runResult(curves, spec.objective, run.stepsPerEpoch);
    // Of other metrics the bundle has no curves.
    const ofCurves = (values: Record<string, number>) =>
      Object.fromEntries(Object.entries(values).filter(([metric]) => curves.has(metric)));
    const stored = { ...run.result, atBest: ofCurves(run.result.atBest), last: ofCurves(run.result.last) };
    return differencesOf(stored, { bestStep, bestEpoch, atBest, last }, `run ${run.id}`).map(faultText);
  });
  return { name: 'results', detail: `${runs.length} runs, from their curves`, faults };
}

function checkAnswer(bundle: OpenBundle, computed: SweepAnswer): BundleCheck {
  const stored = bundle.answer();
  const faults = differencesOf(stored, asFarAs(stored, computed), 'answer').map(faultText);
  const { effects, interactions, variants } = stored;
  return {
    name: 'answer',
    detail: `${effects.length} effects, ${interactions.length} interactions, ${variants.length} variants`,
    faults,
  };
}

/** What an answer has been told with since the stored one was packed is not held against it: no number comes out otherwise. */
function asFarAs(stored: SweepAnswer, computed: SweepAnswer): SweepAnswer {
  const tellsSeeds = stored.interactions.some(({ seeds }) => seeds !== undefined);
  if (tellsSeeds) return computed;
  return { ...computed, interactions: computed.interactions.map(({ seeds: _, ...told }) => told) };
}
