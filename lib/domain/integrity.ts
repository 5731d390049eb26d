import { z } from 'zod';

/** One thing that must be true of a data directory. */
export const integrityCheckSchema = z.object({
  name: z.string(),
  ok: z.boolean(),
  /** What was looked at, or what is wrong and where. */
  detail: z.string(),
});
export type IntegrityCheck = z.infer<typeof integrityCheckSchema>;

export const integrityResponseSchema = z.object({ checks: z.array(integrityCheckSchema) });
