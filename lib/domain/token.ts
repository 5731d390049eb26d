import { z } from 'zod';

/** person: everything that somebody who is signed in may do. worker: the worker protocol. */
export const tokenRoles = ['person', 'worker'] as const;

export const tokenRequestSchema = z.strictObject({
  name: z.string().trim().min(1).max(80),
  role: z.enum(tokenRoles),
});
export type TokenRequest = z.infer<typeof tokenRequestSchema>;

export const tokenRowSchema = z.object({
  id: z.string(),
  name: z.string(),
  role: z.enum(tokenRoles),
  createdAtMs: z.int(),
  lastUsedAtMs: z.int().nullable(),
});
export type TokenRow = z.infer<typeof tokenRowSchema>;
export const tokenListSchema = z.object({ tokens: z.array(tokenRowSchema) });
/** The one answer that holds the secret itself. */
export const newTokenSchema = tokenRowSchema.extend({ secret: z.string() });
export type NewToken = z.infer<typeof newTokenSchema>;
