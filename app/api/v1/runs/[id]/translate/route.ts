import { translateRequestSchema } from '@/lib/domain/translate';
import { translateSentence } from '@/lib/server/translateProcess';
import { handle, json, readBody } from '../../../../http';

/** A sentence, translated now with the run's best model. */
export const POST = handle<{ id: string }>('person', async ({ request, params }) =>
  json(await translateSentence(params.id, await readBody(request, translateRequestSchema, 'Translation'))),
);
