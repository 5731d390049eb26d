import { z } from 'zod';
import { sweepAnswerSchema } from '@/lib/domain/answer';
import { answerInputSchema, answerOptionsSchema } from '@/lib/domain/answerInput';
import { toJsonText } from '@/lib/domain/metric';
import { sentenceComparisonSchema, sentenceInputSchema } from '@/lib/domain/sentenceComparison';

/** What takes seconds to compute: a sweep's answer, and two of its variants on the same sentences. */
export const answerTaskSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('answer'), input: answerInputSchema, options: answerOptionsSchema }),
  z.object({ kind: z.literal('sentences'), input: sentenceInputSchema }),
]);
export type AnswerTask = z.infer<typeof answerTaskSchema>;

/** What the process answers a task with. */
export const answerSchemas = {
  answer: sweepAnswerSchema,
  sentences: sentenceComparisonSchema,
};
export type Answers = { [Kind in AnswerTask['kind']]: z.infer<(typeof answerSchemas)[Kind]> };

/** A task as one text: between processes JSON would turn the NaN of a diverged run's curve into null. */
export const taskMessageSchema = z.object({ text: z.string() });
export type TaskMessage = z.infer<typeof taskMessageSchema>;

/** What to send to the process (lib/server/taskProcess); readTask reads it there. */
export function taskMessage(task: AnswerTask): TaskMessage {
  return { text: toJsonText(task) };
}

/** @throws ZodError where the message holds no task */
export function readTask(message: unknown): AnswerTask {
  return answerTaskSchema.parse(JSON.parse(taskMessageSchema.parse(message).text));
}
