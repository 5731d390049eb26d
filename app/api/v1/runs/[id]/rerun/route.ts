import { getRun } from '@/lib/server/runs';
import { rerunRun } from '@/lib/server/sweepActions';
import { handle, json } from '../../../../http';

export const POST = handle<{ id: string }>('person', ({ params }) => {
  rerunRun(params.id);
  return json(getRun(params.id));
});
