import { makeBackup } from '@/lib/server/backups';
import { attachment, handle } from '../../http';

/** A copy of the database as it is now, as a SQLite file; its SHA-256 in Repr-Digest (RFC 9530). */
export const POST = handle('owner', async () => {
  const { bytes, sha256, stream } = await makeBackup();
  const digest = Buffer.from(sha256, 'hex').toString('base64');
  return new Response(stream, {
    headers: {
      ...attachment('heldout.db', 'application/vnd.sqlite3'),
      'content-length': String(bytes),
      'repr-digest': `sha-256=:${digest}:`,
    },
  });
});
