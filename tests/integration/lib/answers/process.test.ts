import { describe, expect, it } from 'vitest';
import { type AnswerTask, answerSchemas, taskMessage } from '@/lib/answers/tasks';
import type { SentenceInput } from '@/lib/domain/sentenceComparison';
import { bleuSignature } from '@/lib/metrics/bleu';
import { runInProcess, type TaskProcess } from '@/lib/server/taskProcess';
import { compareSentences } from '@/lib/stats/sentenceComparison';

const answering: TaskProcess = {
  name: 'answers',
  failure: (reason) => `Computing failed: ${reason}`,
};

const references = [['你好'], ['我们走吧'], ['今天天气很好'], ['他不在这里'], ['谢谢你的帮助']];
const signatures = { 'test/bleu': bleuSignature(references, { tokenizer: 'zh' }) };
const input: SentenceInput = {
  baseline: 0,
  variant: 1,
  testSet: 'a'.repeat(64),
  references,
  runs: [1, 2].map((seed) => ({
    seed,
    baseline: ['你好', '我走', '今天很好', '他在这里', '谢谢'],
    variant: ['你好', '我们走吧', '今天天气好', seed === 1 ? '他不在' : '他在', '谢谢你的帮助'],
    signatures: { baseline: signatures, variant: signatures },
  })),
};

const ask = (task: Extract<AnswerTask, { kind: 'sentences' }>) =>
  runInProcess(answering, taskMessage(task), answerSchemas.sentences);

describe('the process that computes answers', () => {
  it('gives the numbers that are computed in this one', async () => {
    expect(await ask({ kind: 'sentences', input })).toEqual(compareSentences(input));
  });

  it('passes a refusal on with its code and its sentence', async () => {
    const short = { ...input, references: references.slice(1) };
    await expect(ask({ kind: 'sentences', input: short })).rejects.toMatchObject({
      code: 'not_comparable',
      message: expect.stringContaining('of a test set of 4'),
    });
  });
});
