import { checkDataDirectory } from '@/lib/server/integrity';
import { handle, json } from '../../http';

/** Whether what is stored is sound; takes as long as reading all of the database does. */
export const GET = handle('owner', async () => json({ checks: await checkDataDirectory() }));
