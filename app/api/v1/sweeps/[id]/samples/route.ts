import { z } from 'zod';
import { HeldoutError } from '@/lib/domain/errors';
import { splits } from '@/lib/domain/metric';
import { getSweepSamples } from '@/lib/server/sweepSamples';
import { handle, json } from '../../../../http';

const querySchema = z.object({
  split: z.enum(splits).default('test'),
  epoch: z.coerce.number().int().min(0).optional(),
});

/** The fixed sentences as every run translates them. ?split=test|train|validation &epoch=N (default: the newest of each run) */
export const GET = handle<{ id: string }>('person', ({ params, url }) => {
  const query = querySchema.safeParse(Object.fromEntries(url.searchParams));
  if (!query.success) {
    throw new HeldoutError(
      'invalid_input',
      `Samples of a sweep: got ${url.search}, expected ?split=test|train|validation&epoch=N with N a whole number from 0.`,
      { path: String(query.error.issues[0]?.path[0] ?? '') },
    );
  }
  return json(getSweepSamples(params.id, query.data.split, query.data.epoch));
});
