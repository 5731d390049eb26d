import { getSweep } from '@/lib/server/sweeps';
import { handle, json } from '../../../http';

export const GET = handle<{ id: string }>('person', ({ params }) => json(getSweep(params.id)));
