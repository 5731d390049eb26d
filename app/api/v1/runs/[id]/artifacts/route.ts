import { listArtifacts } from '@/lib/server/runs';
import { handle, json } from '../../../../http';

export const GET = handle<{ id: string }>('person', ({ params }) =>
  json({ artifacts: listArtifacts(params.id) }),
);
