import { compareRuns } from '@/lib/server/comparisons';
import { handle, json } from '../../http';

/** Scores of whole test splits side by side: ?run=…&run=… Refused (409) where the test sets differ. */
export const GET = handle('person', ({ url }) => json(compareRuns(url.searchParams.getAll('run'))));
