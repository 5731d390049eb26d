import { readStorage } from '@/lib/server/storage';
import { handle, json } from '../../http';

export const GET = handle('person', () => json(readStorage()));
