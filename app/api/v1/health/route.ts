import { server } from '@/lib/server/server';
import manifest from '@/package.json';
import { handle, json } from '../../http';

/** Whether the data directory can be used; opens it. Needs no credentials and tells no secrets. */
export const GET = handle('anyone', () => json({ ok: true, version: manifest.version, home: server().home }));
