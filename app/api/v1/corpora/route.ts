import { importCorpus, listCorpora } from '@/lib/server/corpora';
import { withBody } from '../../body';
import { handle, json } from '../../http';

const maxCorpusBytes = 256 * 2 ** 20;

export const GET = handle('either', () => json({ corpora: listCorpora() }));

/** Body: the file itself. ?name=… Answers 201, or 200 with the corpus that has the same sentences already. */
export const POST = handle('person', async ({ request, url }) => {
  const name = url.searchParams.get('name') ?? '';
  const { corpus, isNew } = await withBody(request, maxCorpusBytes, (chunks) =>
    importCorpus(chunks, { name }),
  );
  return json(corpus, isNew ? 201 : 200);
});
