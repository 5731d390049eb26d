import { sweepAnswerOf } from '@/lib/stats/answer';
import { compareSentences } from '@/lib/stats/sentenceComparison';
import type { Answers, AnswerTask } from './tasks';

/** @throws HeldoutError as sweepAnswerOf and compareSentences do */
export function runAnswerTask(task: AnswerTask): Answers[AnswerTask['kind']] {
  switch (task.kind) {
    case 'answer':
      return sweepAnswerOf(task.input, task.options);
    case 'sentences':
      return compareSentences(task.input);
  }
}
