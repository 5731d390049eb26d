import { HeldoutError } from '@/lib/domain/errors';
import { getCurvesText } from '@/lib/server/curves';
import { curvesParameters } from '../../curvesParameters';
import { handle, largeJsonText } from '../../http';

/** ?runs=id,id of any sweeps; the rest as curvesParameters says. */
export const GET = handle('person', async ({ request, url }) => {
  const { runIds, ...shape } = curvesParameters(url);
  if (!runIds || runIds.length === 0) {
    throw new HeldoutError(
      'invalid_input',
      'Reading curves: expected runs=ID,ID, or a sweep in the address.',
      {
        path: 'runs',
      },
    );
  }
  return largeJsonText(request, await getCurvesText({ ...shape, runIds }));
});
