import { getCurvesText } from '@/lib/server/curves';
import { curvesParameters } from '../../../../curvesParameters';
import { handle, largeJsonText } from '../../../../http';

/** See curvesParameters. */
export const GET = handle<{ id: string }>('person', async ({ request, params, url }) =>
  largeJsonText(request, await getCurvesText({ ...curvesParameters(url), runIds: [params.id] })),
);
