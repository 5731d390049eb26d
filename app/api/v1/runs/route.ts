import { getRuns } from '@/lib/server/comparisons';
import { handle, json } from '../../http';

/** Any runs of any sweeps: ?ids=a,b in that order, at most 50; ids that no run has are left out of the answer. */
export const GET = handle('person', ({ url }) =>
  json(
    getRuns(
      url.searchParams
        .getAll('ids')
        .flatMap((ids) => ids.split(','))
        .filter((id) => id !== ''),
    ),
  ),
);
