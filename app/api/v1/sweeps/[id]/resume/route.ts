import { resumeSweep } from '@/lib/server/sweepActions';
import { handle, json } from '../../../../http';

export const POST = handle<{ id: string }>('person', ({ params }) => json(resumeSweep(params.id)));
