import { asc, eq } from 'drizzle-orm';
import type { Connection } from './connection';
import { apiTokens } from './schema';

export type ApiTokenRecord = typeof apiTokens.$inferSelect;

/** Tokens that people have made, besides the two of tokens.json. Secrets come here as hashes only. */
export function apiTokenRepository({ orm }: Connection) {
  return {
    list: (): ApiTokenRecord[] =>
      orm.select().from(apiTokens).orderBy(asc(apiTokens.createdAtMs), asc(apiTokens.id)).all(),
    findByHash: (tokenHash: string): ApiTokenRecord | undefined =>
      orm.select().from(apiTokens).where(eq(apiTokens.tokenHash, tokenHash)).get(),
    insert(record: ApiTokenRecord): void {
      orm.insert(apiTokens).values(record).run();
    },
    used(id: string, atMs: number): void {
      orm.update(apiTokens).set({ lastUsedAtMs: atMs }).where(eq(apiTokens.id, id)).run();
    },
    /** @returns whether there was one */
    remove: (id: string): boolean => orm.delete(apiTokens).where(eq(apiTokens.id, id)).run().changes === 1,
  };
}
