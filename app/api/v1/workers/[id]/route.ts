import { workerChangeSchema } from '@/lib/domain/worker';
import { changeWorker } from '@/lib/server/workers';
import { handle, json, readBody } from '../../../http';

/** {duty}; answers the worker's row. */
export const PATCH = handle<{ id: string }>('person', async ({ request, params }) =>
  json(changeWorker(params.id, await readBody(request, workerChangeSchema, 'Change of a worker'))),
);
