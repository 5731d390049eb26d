import { editSweep } from '@/lib/server/sweepEdit';
import { getSweep } from '@/lib/server/sweeps';
import { handle, json, readSpec } from '../../../http';

export const GET = handle<{ id: string }>('person', ({ params }) => json(getSweep(params.id)));

/** Body: the whole new spec, JSON or YAML; only what is missing is queued. */
export const PUT = handle<{ id: string }>('person', async ({ request, params }) =>
  json(await editSweep(params.id, await readSpec(request))),
);
