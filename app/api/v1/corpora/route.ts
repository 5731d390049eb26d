import type { ImportedCorpus } from '@/lib/domain/api';
import { importCorpus, listAbsentCorpora, listCorpora } from '@/lib/server/corpora';
import { withBody } from '../../body';
import { handle, json } from '../../http';
import { announcedFiles, importOptions, licenceParameter } from './importParameters';

/** Imports stream from the request to the disk, so this bounds the disk alone. */
const maxCorpusBytes = 2 * 2 ** 30;

export const GET = handle('either', () => json({ corpora: listCorpora(), absent: listAbsentCorpora() }));

/**
 * Body: the file itself, or the source file of Moses and its target file after it. ?name=… &file=… (and &bytes=…, for
 * each of two) &options=JSON &licence=… Answers 201, or 200 with the corpus that has the same sentences already.
 */
export const POST = handle('person', async ({ request, url }) => {
  const { corpus, isNew, detected } = await withBody(request, maxCorpusBytes, async (chunks) => {
    const files = announcedFiles(url);
    return importCorpus(chunks, {
      name: url.searchParams.get('name') ?? '',
      ...(files.length > 0 ? { files } : {}),
      options: importOptions(url),
      licence: licenceParameter(url),
    });
  });
  return json({ ...corpus, detected } satisfies ImportedCorpus, isNew ? 201 : 200);
});
