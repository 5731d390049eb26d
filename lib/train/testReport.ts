import type { FinalScores, Moment } from '@/lib/domain/score';
import { likelihoodSignature, perplexity, tokenAccuracy } from '@/lib/metrics/likelihood';
import type { ModelSession, TokenBatch } from '@/lib/model/session';
import { evaluateBatches, hashOfTasks, type Translate, type TranslationTask } from './evaluation';
import type { TrainReporter } from './reporter';
import { type Scoring, wholeScores } from './scoring';

/** Sentences a message: a report stays far below what the server takes at once. */
const partSize = 1000;

export interface TestReportOptions {
  session: ModelSession;
  translate: Translate;
  /** Every source sentence of the test split with its references. */
  tasks: readonly TranslationTask[];
  /** Every pair of the test split. */
  batches: readonly TokenBatch[];
  scoring: Scoring;
  /** What a target token is: perplexity and accuracy are of such tokens. */
  unit: { tokenizer: string; vocabularySize: number };
  reporter: TrainReporter;
}

/**
 * Tests a run on its whole test split and reports every translation and every score of it, at one moment: with the
 * parameters that the session has now.
 */
export class TestReport {
  readonly #options: TestReportOptions;
  readonly #testSet: string;

  constructor(options: TestReportOptions) {
    this.#options = options;
    this.#testSet = hashOfTasks(options.tasks);
  }

  get sentences(): number {
    return this.#options.tasks.length;
  }

  /** Tells which sentences the hypotheses will be of; once, before the first of them. */
  announce(): void {
    const { tasks, reporter } = this.#options;
    for (let offset = 0; offset < tasks.length; offset += partSize) {
      const items = tasks
        .slice(offset, offset + partSize)
        .map(({ source, references }) => ({ source, references }));
      reporter.testSet({ testSet: this.#testSet, offset, items });
    }
  }

  /** Translates and scores; tell() passes the result on, for as many moments as it is true of. */
  async measure(): Promise<TestResult> {
    const { session, translate, tasks, batches, scoring, unit } = this.#options;
    const hypotheses = await translate(tasks);
    const references = tasks.map((task) => task.references);
    const { lossSum, correct, targetTokens } = await evaluateBatches(session, batches);
    const signature = likelihoodSignature({ ...unit, end: 'yes' });
    return {
      hypotheses,
      scores: {
        ...wholeScores(hypotheses, references, scoring),
        'test/loss': { value: lossSum / targetTokens, signature },
        'test/perplexity': { value: perplexity(lossSum, targetTokens), signature },
        'test/accuracy': { value: tokenAccuracy(correct, targetTokens), signature },
      },
    };
  }

  tell(moment: Moment, step: number, epoch: number, { hypotheses, scores }: TestResult): void {
    const { reporter } = this.#options;
    const at = { moment, step, epoch, testSet: this.#testSet };
    for (let offset = 0; offset < hypotheses.length; offset += partSize) {
      reporter.hypotheses({ ...at, offset, hypotheses: hypotheses.slice(offset, offset + partSize) });
    }
    reporter.finalScores({ ...at, sentences: hypotheses.length, scores });
  }
}

export interface TestResult {
  hypotheses: string[];
  scores: FinalScores['scores'];
}
