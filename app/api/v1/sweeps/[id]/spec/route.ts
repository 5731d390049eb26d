import { getSweep } from '@/lib/server/sweeps';
import { formatSweepText } from '@/sweeps/format';
import { attachment, handle } from '../../../../http';

/** The sweep as a file: what `heldout sweep run` takes. */
export const GET = handle<{ id: string }>('person', ({ params }) => {
  const { spec, sweep } = getSweep(params.id);
  return new Response(formatSweepText(spec), {
    headers: attachment(`${sweep.id}.yaml`, 'application/yaml; charset=utf-8'),
  });
});
