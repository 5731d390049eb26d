import type { Sample } from '@/lib/domain/protocol';

/** What one run made of its test sentences. */
export interface RunTranslations {
  runId: string;
  sentences: readonly { source: string; references: readonly string[]; hypothesis: string }[];
}

export interface SharedSentence {
  source: string;
  references: readonly string[];
  /** [runs]; undefined where the run has not translated it. */
  hypotheses: (string | undefined)[];
  differs: boolean;
}

/**
 * The sentences that two runs or more have translated, in the order of the first run that has them. Runs of one test set
 * have all of them; of different ones, those that occur in several.
 */
export function sharedSentences(runs: readonly RunTranslations[]): SharedSentence[] {
  const bySource = new Map<string, SharedSentence>();
  runs.forEach(({ sentences }, at) => {
    for (const { source, references, hypothesis } of sentences) {
      const known = bySource.get(source) ?? {
        source,
        references,
        hypotheses: runs.map(() => undefined),
        differs: false,
      };
      known.hypotheses[at] = hypothesis;
      bySource.set(source, known);
    }
  });
  return [...bySource.values()]
    .filter(({ hypotheses }) => hypotheses.filter((each) => each !== undefined).length >= 2)
    .map((sentence) => ({
      ...sentence,
      differs: new Set(sentence.hypotheses.filter((each) => each !== undefined)).size > 1,
    }));
}

/** The newest test sentences of a run that is not over. */
export function newestTestSample(samples: readonly Sample[]): Sample['items'] {
  const tests = samples.filter(({ split }) => split === 'test');
  return (
    tests.reduce<Sample | undefined>(
      (newest, sample) => (newest && newest.step >= sample.step ? newest : sample),
      undefined,
    )?.items ?? []
  );
}
