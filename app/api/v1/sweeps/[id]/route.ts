import { sweepChangeSchema } from '@/lib/domain/sweepChange';
import { editSweep } from '@/lib/server/sweepEdit';
import { changeSweep, getSweep } from '@/lib/server/sweeps';
import { handle, json, readBody, readSpec } from '../../../http';

export const GET = handle<{ id: string }>('person', ({ params }) => json(getSweep(params.id)));

/** Body: the whole new spec, JSON or YAML; only what is missing is queued. */
export const PUT = handle<{ id: string }>('person', async ({ request, params }) =>
  json(await editSweep(params.id, await readSpec(request))),
);

/** {owner?, notes?, tags?, archived?}; answers the sweep's row. */
export const PATCH = handle<{ id: string }>('person', async ({ request, params }) =>
  json(changeSweep(params.id, await readBody(request, sweepChangeSchema, 'Change of a sweep'))),
);
