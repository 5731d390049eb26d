import { downloadRequestSchema } from '@/lib/domain/corpusDownload';
import { listDownloads, startDownload } from '@/lib/server/corpusDownloads';
import { handle, json, readBody } from '../../../http';

/** Every dataset that can be fetched, with the state of its download. */
export const GET = handle('person', () => json({ downloads: listDownloads() }));

/** {dataset, sha256?} Starts fetching from the publisher and answers at once, 202; GET says how far it is. */
export const POST = handle('person', async ({ request }) => {
  const wanted = await readBody(request, downloadRequestSchema, 'Corpus download');
  return json(startDownload(wanted), 202);
});
