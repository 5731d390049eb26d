import { z } from 'zod';
import { prioritizeSweep } from '@/lib/server/sweepActions';
import { handle, json, readBody } from '../../../../http';

const bodySchema = z.strictObject({
  priority: z.union([z.int().min(-1000).max(1_000_000), z.literal('first')]),
});

/** {priority: n | "first"} */
export const POST = handle<{ id: string }>('person', async ({ request, params }) => {
  const { priority } = await readBody(request, bodySchema, 'Priority of a sweep');
  return json(prioritizeSweep(params.id, priority));
});
