import { tokenizeRequestSchema } from '@/lib/domain/corpusAnalysis';
import { tokenizeSentence } from '@/lib/server/corpusAnalysis';
import { handle, json, readBody } from '../../../../http';

/** {text, side, settings}: the sentence cut by a tokenizer that was trained on the corpus's training split. */
export const POST = handle<{ id: string }>('person', async ({ request, params }) => {
  const wanted = await readBody(request, tokenizeRequestSchema, 'Tokenization');
  return json(await tokenizeSentence(params.id, wanted));
});
