import { z } from 'zod';
import { HeldoutError } from '@/lib/domain/errors';
import { attemptEndSchema } from '@/lib/domain/sweepImport';
import { endImportedAttempt } from '@/lib/server/importedAttempts';
import { handle, json, readBody } from '../../../../../../http';

const attemptSchema = z.coerce.number().pipe(z.int().min(1));

export const POST = handle<{ id: string; attempt: string }>('person', async ({ request, params }) => {
  const attempt = attemptSchema.safeParse(params.attempt);
  if (!attempt.success) {
    throw new HeldoutError('not_found', `Attempts are numbered from 1; got ${params.attempt}.`);
  }
  endImportedAttempt(params.id, attempt.data, await readBody(request, attemptEndSchema, 'Attempt end'));
  return json({});
});
