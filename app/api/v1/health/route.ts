import { server } from '@/lib/server/server';
import manifest from '@/package.json';
import { handle, json } from '../../http';

/**
 * Whether the data directory can be used; opens it. Needs no credentials, so it names no path: whoever started this
 * server knows it by the instance that it was given.
 */
export const GET = handle('anyone', () => {
  server();
  return json({ ok: true, version: manifest.version, instance: process.env['HELDOUT_INSTANCE'] ?? null });
});
