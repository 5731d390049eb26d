import { z } from 'zod';

export const mostTags = 20;

/** What a person writes beside a sweep; a key that is absent stays as it is. */
export const sweepChangeSchema = z.strictObject({
  owner: z.string().trim().max(80).optional(),
  notes: z.string().max(20_000).optional(),
  /** Kept in their order, each once. */
  tags: z.array(z.string().trim().min(1).max(40)).max(mostTags).optional(),
  archived: z.boolean().optional(),
});
export type SweepChange = z.infer<typeof sweepChangeSchema>;
