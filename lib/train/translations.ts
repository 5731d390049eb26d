import type { Dataset } from '@/lib/data/dataset';
import type { RunConfig } from '@/lib/domain/config';
import { type Split, splits } from '@/lib/domain/metric';
import type { Sample } from '@/lib/domain/protocol';
import { type Translate, type TranslationTask, translationTasks } from './evaluation';
import { epochScores, type Scoring } from './scoring';

/** Sentences shown after every epoch, so that a person can watch the model learn. */
const shownSentences: Record<Split, number> = { train: 4, validation: 0, test: 8 };

export interface Translations {
  /** BLEU and chrF of each split, with the samples. */
  score(step: number, epoch: number): Promise<{ values: Record<string, number>; samples: Sample[] }>;
  /** The samples alone. */
  show(step: number, epoch: number): Promise<Sample[]>;
  testTasks: readonly TranslationTask[];
}

/** Translates fixed sentences of each split, the same at every epoch (see splitPairs for their order). */
export function createTranslations(
  translate: Translate,
  dataset: Dataset,
  config: RunConfig,
  scoring: Scoring,
): Translations {
  const tasksOf = (split: Split) => translationTasks(dataset.pairs[split], config.bleuSentences);
  const tasks: Record<Split, TranslationTask[]> = {
    train: tasksOf('train'),
    validation: tasksOf('validation'),
    test: tasksOf('test'),
  };
  const sampleOf = (split: Split, step: number, epoch: number, hypotheses: readonly string[]): Sample => ({
    step,
    epoch,
    split,
    items: tasks[split].slice(0, shownSentences[split]).map(({ source, references }, index) => ({
      source,
      references,
      hypothesis: hypotheses[index] ?? '',
    })),
  });
  const shownSplits = splits.filter((split) => shownSentences[split] > 0);

  return {
    testTasks: tasks.test,
    show: async (step, epoch) => {
      const samples: Sample[] = [];
      for (const split of shownSplits) {
        const hypotheses = await translate(tasks[split].slice(0, shownSentences[split]));
        samples.push(sampleOf(split, step, epoch, hypotheses));
      }
      return samples;
    },
    score: async (step, epoch) => {
      const values: Record<string, number> = {};
      const samples: Sample[] = [];
      for (const split of splits) {
        const hypotheses = await translate(tasks[split]);
        const references = tasks[split].map((task) => task.references);
        Object.assign(values, epochScores(split, hypotheses, references, scoring));
        if (shownSplits.includes(split)) samples.push(sampleOf(split, step, epoch, hypotheses));
      }
      return { values, samples };
    },
  };
}
