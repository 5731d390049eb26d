import { previewSweep } from '@/lib/server/sweeps';
import { handle, json, readSpec } from '../../../http';

/** Body: a sweep spec, JSON or YAML. Creates nothing. */
export const POST = handle('person', async ({ request }) =>
  json(await previewSweep(await readSpec(request))),
);
