import { leaseRequestSchema } from '@/lib/domain/protocol';
import { leaseRun } from '@/lib/server/leases';
import { handle, json, readBody } from '../../../http';

/** Long poll: answers as soon as there is a run, or after waitMs with run: null. */
export const POST = handle('worker', async ({ request }) =>
  json({ run: await leaseRun(await readBody(request, leaseRequestSchema, 'Lease'), request) }),
);
