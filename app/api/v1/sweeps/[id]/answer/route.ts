import { answerOptionsSchema } from '@/lib/domain/answerInput';
import { getAnswer } from '@/lib/server/answers';
import { handle, json } from '../../../../http';
import { parseQuery } from '../../../../query';

/** ?baseline= (index of a variant) &target= (difference in the reported metric's unit) */
export const GET = handle<{ id: string }>('person', async ({ params, url }) => {
  const options = parseQuery(new Map(url.searchParams), answerOptionsSchema, 'The answer of a sweep');
  return json(await getAnswer(params.id, options));
});
