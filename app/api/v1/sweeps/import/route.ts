import { sweepImportSchema } from '@/lib/domain/sweepImport';
import { importSweep } from '@/lib/server/sweepImports';
import { handle, json, readBody } from '../../../http';

/** A sweep that was trained without a server. Answers 201, or 200 where it is here already. */
export const POST = handle('person', async ({ request }) => {
  const imported = await importSweep(await readBody(request, sweepImportSchema, 'Sweep import'));
  return json(imported, imported.isNew ? 201 : 200);
});
