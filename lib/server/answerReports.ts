import type { SweepAnswer } from '@/lib/domain/answer';
import type { AnswerOptions } from '@/lib/domain/answerInput';
import type { Appendix } from '@/lib/domain/appendix';
import { HeldoutError } from '@/lib/domain/errors';
import type { SentenceComparison } from '@/lib/domain/sentenceComparison';
import { comparedPair } from '@/lib/stats/comparedPair';
import { getAnswer, getSentences } from './answers';
import { getAppendix } from './appendix';
import { requireSweep } from './rows';
import { server } from './server';

export interface AnswerReport {
  name: string;
  question: string;
  answer: SweepAnswer;
  appendix: Appendix;
  /** The best variant against the baseline (against the runner-up where it is the baseline), or why there is none. */
  comparison: SentenceComparison | { reason: string };
}

/**
 * All that a report tells.
 *
 * @throws HeldoutError as getAnswer
 */
export async function getReport(sweepId: string, options: AnswerOptions): Promise<AnswerReport> {
  const { spec } = requireSweep(server(), sweepId);
  const answer = await getAnswer(sweepId, options);
  return {
    name: spec.name,
    question: spec.question,
    answer,
    appendix: getAppendix(sweepId),
    comparison: await bestAgainstBaseline(answer),
  };
}

async function bestAgainstBaseline(answer: SweepAnswer): Promise<AnswerReport['comparison']> {
  const pair = comparedPair(answer);
  if (!pair) return { reason: 'there are no two variants with ended runs.' };
  try {
    return await getSentences(answer.sweepId, pair);
  } catch (error) {
    if (error instanceof HeldoutError && ['not_comparable', 'invalid_input'].includes(error.code)) {
      return { reason: error.message };
    }
    throw error;
  }
}
