import { getCurvesText } from '@/lib/server/curves';
import { curvesParameters } from '../../../../curvesParameters';
import { handle, largeJsonText } from '../../../../http';

/** Of all its runs, or of those that are named: see curvesParameters. */
export const GET = handle<{ id: string }>('person', async ({ request, params, url }) =>
  largeJsonText(request, await getCurvesText({ ...curvesParameters(url), sweepId: params.id })),
);
