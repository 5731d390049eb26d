import { HeldoutError } from '@/lib/domain/errors';
import { getDecisions } from '@/lib/server/stopping';
import { handle, json } from '../../../../http';

/** ?action=stop|continue; without it, every decision. */
export const GET = handle<{ id: string }>('person', ({ params, url }) => {
  const action = url.searchParams.get('action') ?? undefined;
  if (action !== undefined && action !== 'stop' && action !== 'continue') {
    throw new HeldoutError(
      'invalid_input',
      `Listing the decisions of a sweep: got action ${JSON.stringify(action)}, expected stop or continue.`,
      { path: 'action' },
    );
  }
  return json(getDecisions(params.id, action));
});
