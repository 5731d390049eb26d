import { readCorpus } from '@/lib/server/corpora';
import { attachment, handle } from '../../../../http';

/** The canonical file: one JSON array [source, target, attribution?] a line. */
export const GET = handle<{ id: string }>('either', ({ params }) => {
  const { corpus, bytes } = readCorpus(params.id);
  return new Response(bytes, { headers: attachment(`${corpus.slug}.jsonl`, 'application/x-ndjson') });
});
