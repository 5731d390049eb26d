import { createSweep, listSweeps } from '@/lib/server/sweeps';
import { handle, json, readSpec } from '../../http';

export const GET = handle('person', () => json({ sweeps: listSweeps() }));

/** Body: a sweep spec, JSON or YAML. */
export const POST = handle('person', async ({ request }) =>
  json(await createSweep(await readSpec(request)), 201),
);
