import { HeldoutError } from '@/lib/domain/errors';
import { exportSweep } from '@/lib/server/exports';
import { attachment, handle } from '../../../../http';

/** ?format=csv|json */
export const GET = handle<{ id: string }>('person', ({ params, url }) => {
  const format = url.searchParams.get('format') ?? 'csv';
  if (format !== 'csv' && format !== 'json') {
    throw new HeldoutError(
      'invalid_input',
      `Exporting a sweep: got format ${JSON.stringify(format)}, expected csv or json.`,
      { path: 'format' },
    );
  }
  const { filename, contentType, body } = exportSweep(params.id, format);
  return new Response(body, { headers: attachment(filename, contentType) });
});
