import { getCurves } from '@/lib/server/curves';
import { curvesParameters } from '../../../../curvesParameters';
import { handle, json } from '../../../../http';

/** ?metrics=a,b (default: all) &buckets=400 */
export const GET = handle<{ id: string }>('person', ({ params, url }) =>
  json(getCurves({ runId: params.id, ...curvesParameters(url) })),
);
