import { HeldoutError } from '@/lib/domain/errors';
import { previewCorpus } from '@/lib/server/corpora';
import { withBody } from '../../../body';
import { handle, json } from '../../../http';
import { announcedFiles, importOptions } from '../importParameters';

/** The beginnings of two files, with room to spare. */
const maxPreviewBytes = 4 * 2 ** 20;

/** Parameters of an import, and ?whole=true where the body has the files to their ends. Stores nothing. */
export const POST = handle('person', async ({ request, url }) => {
  const preview = await withBody(request, maxPreviewBytes, async (chunks) => {
    const files = announcedFiles(url);
    const options = importOptions(url);
    const whole = url.searchParams.get('whole') ?? 'false';
    if (files.length === 0 || !['true', 'false'].includes(whole)) {
      const path = files.length === 0 ? 'file' : 'whole';
      throw new HeldoutError(
        'invalid_input',
        `Corpus preview: got ${files.length} file=… and whole=${whole.slice(0, 20)}, expected one or two files and true or false.`,
        { path },
      );
    }
    return previewCorpus(chunks, { files, options, isWhole: whole === 'true' });
  });
  return json(preview);
});
