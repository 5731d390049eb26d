import { z } from 'zod';
import { rerunSweep } from '@/lib/server/sweepActions';
import { handle, json, readBody } from '../../../../http';

const bodySchema = z.strictObject({
  states: z
    .array(z.enum(['failed', 'cancelled', 'stopped']))
    .min(1)
    .default(['failed']),
});

/** {states: ["failed", …]} */
export const POST = handle<{ id: string }>('person', async ({ request, params }) => {
  const { states } = await readBody(request, bodySchema, 'Training runs again');
  return json(rerunSweep(params.id, states));
});
