import { reportSchema } from '@/lib/domain/protocol';
import { reportRun } from '@/lib/server/reports';
import { handle, json, readBody } from '../../../../http';

export const POST = handle<{ id: string }>('worker', async ({ request, params }) =>
  json(reportRun(params.id, await readBody(request, reportSchema, 'Report'))),
);
