import { cancelSweep } from '@/lib/server/sweeps';
import { handle, json } from '../../../../http';

export const POST = handle<{ id: string }>('person', ({ params }) => json(cancelSweep(params.id)));
