import { finishRequestSchema } from '@/lib/domain/protocol';
import { finishRun } from '@/lib/server/reports';
import { handle, json, readBody } from '../../../../http';

export const POST = handle<{ id: string }>('worker', async ({ request, params }) => {
  finishRun(params.id, await readBody(request, finishRequestSchema, 'Finish'));
  return json({ ok: true });
});
