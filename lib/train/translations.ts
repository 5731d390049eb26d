import type { Dataset } from '@/lib/data/dataset';
import { targetTokenizer } from '@/lib/data/tokenizers/bySide';
import type { RunConfig } from '@/lib/domain/config';
import { type Split, splits } from '@/lib/domain/metric';
import type { Sample } from '@/lib/domain/protocol';
import { type BleuOptions, bleuSignature, corpusBleu } from '@/lib/metrics/bleu';
import { corpusChrf } from '@/lib/metrics/chrf';
import type { ModelSession } from '@/lib/model/session';
import { createTranslate, type TranslationTask, translationTasks } from './evaluation';

/** sacreBLEU's tokenizer for Chinese; what is not Chinese in a sentence it cuts as 13a does. */
const bleuOptions: BleuOptions = { tokenizer: 'zh' };

/** Sentences shown after every epoch, so that a person can watch the model learn. */
const shownSentences: Record<Split, number> = { train: 4, validation: 0, test: 8 };

export interface Translations {
  /** BLEU and chrF of each split, with the samples. */
  score(step: number, epoch: number): Promise<{ values: Record<string, number>; samples: Sample[] }>;
  /** The samples alone. */
  show(step: number, epoch: number): Promise<Sample[]>;
  /** Of the test split's scores. */
  bleuSignature: string;
}

/** Translates fixed sentences of each split, the same at every epoch (see splitPairs for their order). */
export function createTranslations(session: ModelSession, dataset: Dataset, config: RunConfig): Translations {
  const translate = createTranslate(
    session,
    dataset,
    targetTokenizer(config.targetTokenizer),
    config.beamWidth,
  );
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
    bleuSignature: bleuSignature(
      tasks.test.map(({ references }) => references),
      bleuOptions,
    ),
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
        values[`${split}/bleu`] = corpusBleu(hypotheses, references, bleuOptions).score;
        values[`${split}/chrf`] = corpusChrf(hypotheses, references).score;
        if (shownSplits.includes(split)) samples.push(sampleOf(split, step, epoch, hypotheses));
      }
      return { values, samples };
    },
  };
}
