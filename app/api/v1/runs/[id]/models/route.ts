import { listModels } from '@/lib/server/models';
import { handle, json } from '../../../../http';

export const GET = handle<{ id: string }>('person', ({ params }) => json({ models: listModels(params.id) }));
