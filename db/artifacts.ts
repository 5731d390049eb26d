import { and, asc, eq, notInArray } from 'drizzle-orm';
import type { Artifact, ArtifactName } from '@/lib/domain/protocol';
import type { Connection } from './connection';
import { artifactContents, artifacts } from './schema';

export type ArtifactRecord = Omit<Artifact, 'mediaType'> & { mediaType: string };

/** What runs have made. Call writes inside store.write, after the owner has been checked. */
export function artifactRepository({ orm }: Connection) {
  return {
    ofRun: (runId: string): Omit<ArtifactRecord, 'text'>[] =>
      orm
        .select({ name: artifacts.name, mediaType: artifacts.mediaType, sha256: artifacts.sha256 })
        .from(artifacts)
        .where(eq(artifacts.runId, runId))
        .orderBy(asc(artifacts.name))
        .all(),
    find: (runId: string, name: ArtifactName): ArtifactRecord | undefined =>
      orm
        .select({
          name: artifacts.name,
          mediaType: artifacts.mediaType,
          sha256: artifacts.sha256,
          text: artifactContents.text,
        })
        .from(artifacts)
        .innerJoin(artifactContents, eq(artifactContents.sha256, artifacts.sha256))
        .where(and(eq(artifacts.runId, runId), eq(artifacts.name, name)))
        .get(),
    insert(runId: string, records: readonly Artifact[]): void {
      for (const { name, mediaType, sha256, text } of records) {
        orm.insert(artifactContents).values({ sha256, text }).onConflictDoNothing().run();
        orm
          .insert(artifacts)
          .values({ runId, name, mediaType, sha256 })
          .onConflictDoUpdate({ target: [artifacts.runId, artifacts.name], set: { mediaType, sha256 } })
          .run();
      }
    },
    /** Contents that no other run has made go too. */
    clear(runId: string): void {
      orm.delete(artifacts).where(eq(artifacts.runId, runId)).run();
      const used = orm.select({ sha256: artifacts.sha256 }).from(artifacts);
      orm.delete(artifactContents).where(notInArray(artifactContents.sha256, used)).run();
    },
  };
}
