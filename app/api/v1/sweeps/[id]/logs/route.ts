import { z } from 'zod';
import { HeldoutError } from '@/lib/domain/errors';
import { logLevels } from '@/lib/domain/sweepLog';
import { getSweepLog } from '@/lib/server/sweepLog';
import { handle, json } from '../../../../http';

const defaultLimit = 200;

/** "a,b" as a list; absent or empty: no condition. */
const listSchema = z
  .string()
  .optional()
  .transform((text) => text?.split(',').filter((each) => each !== ''))
  .transform((list) => (list?.length ? list : undefined));

const querySchema = z.object({
  levels: listSchema.pipe(z.array(z.enum(logLevels)).optional()),
  runs: listSchema,
  text: z.string().max(200).optional(),
  before: z.coerce.number().int().min(1).optional(),
  limit: z.coerce.number().default(defaultLimit),
});

/** ?levels=warn,error &runs=id,id &text= &before= (of the answer before) &limit=200 */
export const GET = handle<{ id: string }>('person', ({ params, url }) => {
  const query = querySchema.safeParse(Object.fromEntries(url.searchParams));
  if (!query.success) {
    const [issue] = query.error.issues;
    const path = String(issue?.path[0] ?? '');
    throw new HeldoutError(
      'invalid_input',
      `Reading the log of a sweep: ${path}: got ${JSON.stringify(url.searchParams.get(path))}: ${issue?.message}.`,
      { path },
    );
  }
  const { runs, ...rest } = query.data;
  return json(getSweepLog(params.id, { ...rest, runIds: runs }));
});
