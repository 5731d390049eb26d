import { createHash } from 'node:crypto';
import type { AnswerInput, InputRun } from '@/lib/domain/answerInput';
import { HeldoutError } from '@/lib/domain/errors';
import type { FinalScores, Moment, Score } from '@/lib/domain/score';
import { moments } from '@/lib/domain/score';
import type { SentenceInput } from '@/lib/domain/sentenceComparison';
import { sweepAnswerOf } from '@/lib/stats/answer';
import { runResult } from '@/lib/stats/runResult';
import { compareSentences } from '@/lib/stats/sentenceComparison';
import { type Difference, differencesOf } from './differences';
import { bundlePaths } from './format';
import { type OpenBundle, openBundle } from './readBundle';

/** One thing that was looked at. */
export interface BundleCheck {
  name: string;
  /** How much of it there was: "24 runs, 8 scores each". */
  detail: string;
  faults: string[];
}

/** Of a whole test split, as runs are scored (lib/train/scoring). */
export type WholeScores = (
  hypotheses: readonly string[],
  references: readonly (readonly string[])[],
  targetLanguage: string,
) => Record<string, Score>;

/**
 * Computes again every number of a bundle from what it was computed from: that its files are the ones that were packed; scores
 * from the translations; each run's best step and result from its curves; the answer from the runs; the comparison from the
 * translations. Losses, accuracies and perplexities come from the model, which is not in a bundle: they are taken as recorded.
 *
 * @throws HeldoutError invalid_input where it is no bundle, or a file of it is missing or cannot be read
 */
export function verifyBundle(bytes: Uint8Array, wholeScores: WholeScores): BundleCheck[] {
  const bundle = openBundle(bytes);
  const files = checkFiles(bundle);
  // What was changed cannot be trusted to be read.
  if (files.faults.length > 0) return [files];
  const input = bundle.input();
  return [
    files,
    checkTestSets(bundle, input),
    checkScores(bundle, input, wholeScores),
    checkResults(input),
    checkAnswer(bundle, input),
    checkComparison(bundle, input),
  ];
}

function checkFiles(bundle: OpenBundle): BundleCheck {
  const { files } = bundle.manifest();
  const faults = files.flatMap(({ path, sha256 }) => {
    const found = bundle.sha256Of(path);
    if (found === undefined) return [`${path} is missing`];
    return found === sha256 ? [] : [`${path}: SHA-256 is ${found}, the manifest says ${sha256}`];
  });
  const known = new Set<string>([bundlePaths.manifest, ...files.map(({ path }) => path)]);
  const strangers = bundle.paths
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

function checkScores(bundle: OpenBundle, { runs }: AnswerInput, wholeScores: WholeScores): BundleCheck {
  const { targetLanguage } = bundle.corpus();
  let compared = 0;
  const faults = runs.flatMap((run) =>
    moments.flatMap((moment) => {
      const final = run.tested[moment];
      if (!final) return [];
      const { hypotheses } = bundle.hypotheses(run.id, moment);
      const references = bundle.testSet(final.testSet).items.map((item) => item.references);
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

function checkAnswer(bundle: OpenBundle, input: AnswerInput): BundleCheck {
  const stored = bundle.answer();
  const faults = differencesOf(stored, sweepAnswerOf(input, stored.options), 'answer').map(faultText);
  const { effects, interactions, variants } = stored;
  return {
    name: 'answer',
    detail: `${effects.length} effects, ${interactions.length} interactions, ${variants.length} variants`,
    faults,
  };
}

function checkComparison(bundle: OpenBundle, input: AnswerInput): BundleCheck {
  const stored = bundle.comparison();
  const name = 'sentences';
  if ('reason' in stored) return { name, detail: `none: ${stored.reason}`, faults: [] };
  const sentenceInput: SentenceInput = {
    baseline: stored.baseline,
    variant: stored.variant,
    testSet: stored.testSet,
    references: bundle.testSet(stored.testSet).items.map(({ references }) => references),
    runs: stored.seeds.map((seed) => {
      const [baseline, variant] = [stored.baseline, stored.variant].map((index) =>
        requireRun(input, index, seed),
      );
      return {
        seed,
        baseline: bundle.hypotheses(baseline?.id ?? '', 'best').hypotheses,
        variant: bundle.hypotheses(variant?.id ?? '', 'best').hypotheses,
        signatures: { baseline: signaturesOf(baseline), variant: signaturesOf(variant) },
      };
    }),
  };
  const faults = differencesOf(stored, compareSentences(sentenceInput), 'comparison').map(faultText);
  return { name, detail: `${stored.seeds.length} seeds, ${stored.sentences} sentences`, faults };
}

function requireRun({ runs }: AnswerInput, variantIndex: number, seed: number): InputRun {
  const run = runs.find((each) => each.variantIndex === variantIndex && each.seed === seed);
  if (run) return run;
  throw new HeldoutError(
    'invalid_input',
    `The bundle has no run of variant ${variantIndex} with seed ${seed}.`,
  );
}

function signaturesOf(run: InputRun | undefined): Record<string, string> {
  const scores = Object.entries(run?.tested.best?.scores ?? {});
  return Object.fromEntries(scores.map(([metric, { signature }]) => [metric, signature]));
}

function faultText({ path, stored, computed }: Difference): string {
  return `${path}: stored ${JSON.stringify(stored)}, computed ${JSON.stringify(computed)}`;
}
