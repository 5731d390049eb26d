import { asc, eq, or } from 'drizzle-orm';
import type { Corpus } from '@/lib/domain/corpus';
import type { Connection } from './connection';
import { corpora } from './schema';

/** Rows of corpora. The sentences lie beside the database, in corpora/FINGERPRINT.jsonl, and are there before the row. */
export function corpusRepository({ orm }: Connection) {
  return {
    list: (): Corpus[] =>
      orm.select().from(corpora).orderBy(asc(corpora.createdAtMs), asc(corpora.slug)).all(),
    find: (idOrSlug: string): Corpus | undefined =>
      orm
        .select()
        .from(corpora)
        .where(or(eq(corpora.id, idOrSlug), eq(corpora.slug, idOrSlug)))
        .get(),
    findByFingerprint: (fingerprint: string): Corpus | undefined =>
      orm.select().from(corpora).where(eq(corpora.fingerprint, fingerprint)).get(),
    hasSlug: (slug: string): boolean =>
      orm.select({ id: corpora.id }).from(corpora).where(eq(corpora.slug, slug)).get() !== undefined,
    insert(corpus: Corpus): void {
      orm.insert(corpora).values(corpus).run();
    },
  };
}
