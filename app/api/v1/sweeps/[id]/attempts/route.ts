import { getLostAttempts } from '@/lib/server/sweepLog';
import { handle, json } from '../../../../http';

/** Tries that failed or were lost. */
export const GET = handle<{ id: string }>('person', ({ params }) => json(getLostAttempts(params.id)));
