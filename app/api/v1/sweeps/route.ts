import { createSweep, listSweeps } from '@/lib/server/sweeps';
import { handle, json, jsonIfChanged, readSpec } from '../../http';

/** Pages ask every few seconds: with If-None-Match, a list in which nothing changed is answered by 304. */
export const GET = handle('person', ({ request }) => jsonIfChanged(request, { sweeps: listSweeps() }));

/** Body: a sweep spec, JSON or YAML. */
export const POST = handle('person', async ({ request }) =>
  json(await createSweep(await readSpec(request)), 201),
);
