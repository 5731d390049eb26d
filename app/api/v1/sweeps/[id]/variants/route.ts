import { listVariants } from '@/lib/server/comparisons';
import { handle, json } from '../../../../http';

export const GET = handle<{ id: string }>('person', ({ params }) => json(listVariants(params.id)));
