import { createLoginToken } from '@/lib/server/auth';
import { handle, json } from '../../http';

/** A token for GET /login?token=…, which works once. */
export const POST = handle('admin', () => json({ token: createLoginToken() }, 201));
