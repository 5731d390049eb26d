import { attemptClaimSchema } from '@/lib/domain/sweepImport';
import { claimAttempt } from '@/lib/server/importedAttempts';
import { handle, json, readBody } from '../../../../http';

/** Begins to tell of an attempt that was made without this server. */
export const POST = handle<{ id: string }>('person', async ({ request, params }) =>
  json(claimAttempt(params.id, await readBody(request, attemptClaimSchema, 'Attempt'))),
);
