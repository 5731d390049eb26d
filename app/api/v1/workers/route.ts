import { listWorkers } from '@/lib/server/workers';
import { handle, json } from '../../http';

export const GET = handle('person', () => json({ workers: listWorkers() }));
