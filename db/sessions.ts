import { and, eq, gt, lte } from 'drizzle-orm';
import type { Connection } from './connection';
import { loginTokens, sessions } from './schema';

/** Sign-ins. Secrets come here as hashes only. */
export function sessionRepository({ orm }: Connection) {
  return {
    insert(tokenHash: string, expiresAtMs: number): void {
      orm.insert(sessions).values({ tokenHash, expiresAtMs }).run();
    },
    isValid: (tokenHash: string, nowMs: number): boolean =>
      orm
        .select({ tokenHash: sessions.tokenHash })
        .from(sessions)
        .where(and(eq(sessions.tokenHash, tokenHash), gt(sessions.expiresAtMs, nowMs)))
        .get() !== undefined,
    insertLoginToken(tokenHash: string, expiresAtMs: number): void {
      orm.insert(loginTokens).values({ tokenHash, expiresAtMs }).run();
    },
    /** Deleting is what uses the token up, so of two that come at once one gets it. */
    takeLoginToken: (tokenHash: string, nowMs: number): boolean =>
      orm
        .delete(loginTokens)
        .where(and(eq(loginTokens.tokenHash, tokenHash), gt(loginTokens.expiresAtMs, nowMs)))
        .run().changes === 1,
    removeExpired(nowMs: number): void {
      orm.delete(sessions).where(lte(sessions.expiresAtMs, nowMs)).run();
      orm.delete(loginTokens).where(lte(loginTokens.expiresAtMs, nowMs)).run();
    },
  };
}
