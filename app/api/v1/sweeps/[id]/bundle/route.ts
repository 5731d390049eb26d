import { makeBundle } from '@/lib/server/bundles';
import { attachment, handle } from '../../../../http';

/** All that the answer comes from, as a zip archive; its SHA-256 in Repr-Digest (RFC 9530). */
export const GET = handle<{ id: string }>('person', async ({ params }) => {
  const { filename, bytes, sha256 } = await makeBundle(params.id);
  return new Response(bytes, {
    headers: {
      ...attachment(filename, 'application/zip'),
      'content-length': String(bytes.byteLength),
      'repr-digest': `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`,
    },
  });
});
