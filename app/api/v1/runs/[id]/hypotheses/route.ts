import { z } from 'zod';
import { HeldoutError } from '@/lib/domain/errors';
import { moments } from '@/lib/domain/score';
import { getHypotheses } from '@/lib/server/runs';
import { attachment, handle, json } from '../../../../http';

const querySchema = z.object({
  moment: z.enum(moments).default('best'),
  /** text: one hypothesis a line, as heldout score reads them. */
  format: z.enum(['json', 'text']).default('json'),
});

/** All translations of the run's test split. ?moment=best|last&format=json|text */
export const GET = handle<{ id: string }>('person', ({ params, url }) => {
  const query = querySchema.safeParse(Object.fromEntries(url.searchParams));
  if (!query.success) {
    throw new HeldoutError(
      'invalid_input',
      `Hypotheses of a run: got ${url.search}, expected ?moment=best|last&format=json|text.`,
    );
  }
  const { moment, format } = query.data;
  const answer = getHypotheses(params.id, moment);
  if (format === 'json') return json(answer);
  const lines = answer.sentences.map(({ hypothesis }) => `${hypothesis.replace(/[\r\n]+/g, ' ')}\n`);
  return new Response(lines.join(''), {
    headers: attachment(`${params.id}-${moment}.txt`, 'text/plain; charset=utf-8'),
  });
});
