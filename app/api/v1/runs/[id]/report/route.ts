import { reportSchema } from '@/lib/domain/protocol';
import { reportRun } from '@/lib/server/reports';
import { handle, json, readBody } from '../../../../http';

/** From the worker that trains the run, or from a person who imports it: its lease token says whose it is. */
export const POST = handle<{ id: string }>('either', async ({ request, params }) =>
  json(reportRun(params.id, await readBody(request, reportSchema, 'Report'))),
);
