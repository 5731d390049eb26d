import { registerRequestSchema } from '@/lib/domain/protocol';
import { registerWorker } from '@/lib/server/workers';
import { handle, json, readBody } from '../../../http';

export const POST = handle('worker', async ({ request }) =>
  json({ workerId: registerWorker(await readBody(request, registerRequestSchema, 'Registering a worker')) }),
);
