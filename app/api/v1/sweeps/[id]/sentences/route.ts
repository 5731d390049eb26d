import { z } from 'zod';
import { getSentences } from '@/lib/server/answers';
import { handle, json } from '../../../../http';
import { parseQuery } from '../../../../query';

const pairSchema = z.object({ baseline: z.int().min(0), variant: z.int().min(0) });

/** ?baseline= &variant= (indexes of variants) */
export const GET = handle<{ id: string }>('person', async ({ params, url }) => {
  const pair = parseQuery(new Map(url.searchParams), pairSchema, 'Comparing sentences');
  return json(await getSentences(params.id, pair));
});
