import { z } from 'zod';
import { corpusSchema } from '@/lib/domain/corpus';
import { testSetPartSchema } from '@/lib/domain/score';

/** Raised whenever a reader of the old one would misread a bundle. */
export const bundleFormat = 1;

/** The last file of a bundle: what every other one has to be. */
export const manifestSchema = z.object({
  format: z.literal(bundleFormat, {
    error: `this version of Heldout reads bundles of format ${bundleFormat}`,
  }),
  heldout: z.string(),
  sweepId: z.string(),
  files: z.array(z.object({ path: z.string(), bytes: z.int(), sha256: z.string().regex(/^[0-9a-f]{64}$/) })),
});
export type Manifest = z.infer<typeof manifestSchema>;

export const bundledCorpusSchema = corpusSchema;
export const bundledTestSetSchema = z.object({
  testSet: z.string(),
  items: testSetPartSchema.shape.items.element.array(),
});
export const bundledHypothesesSchema = z.object({ testSet: z.string(), hypotheses: z.array(z.string()) });

export const bundlePaths = {
  readme: 'README.txt',
  manifest: 'manifest.json',
  spec: 'spec.yaml',
  corpus: 'corpus.json',
  input: 'input.json',
  appendix: 'appendix.json',
  answer: 'answer.json',
  comparison: 'comparison.json',
  table: 'table.csv',
  testSet: (hash: string) => `testsets/${hash}.json`,
  hypotheses: (runId: string, moment: 'best' | 'last') => `hypotheses/${runId}.${moment}.json`,
} as const;

export function bundleReadme({
  name,
  corpus,
  licence,
}: {
  name: string;
  corpus: string;
  licence: string;
}): string {
  return `The results of the sweep "${name}", as Heldout computed them.

heldout sweep verify FILE computes every score and every number of the answer again from what is in here.

  spec.yaml      the sweep: heldout sweep run spec.yaml trains it again
  input.json     all runs: states, results, scores with their signatures, whole curves of the losses and the metrics
  testsets/      the test sentences with their references
  hypotheses/    every run's translations of them, at the step that validation chose and at the last
  answer.json    effects, intervals, tests, verdicts
  comparison.json  the best variant and the baseline on the same sentences
  table.csv      the ablation table
  appendix.json  corpus, splits, seeds, environment, compute, signatures
  manifest.json  SHA-256 of every file

Not inside: the training sentences, tokenizers, trained models, checkpoints, logs, and curves of other metrics.

The sentences are of the corpus "${corpus}", whose licence is: ${licence}. It applies to testsets/ and hypotheses/.
`;
}
