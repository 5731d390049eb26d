import { getCorpus } from '@/lib/server/corpora';
import { handle, json } from '../../../http';

export const GET = handle<{ id: string }>('either', ({ params }) => json(getCorpus(params.id)));
