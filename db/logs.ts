import { desc, eq } from 'drizzle-orm';
import type { LogLine } from '@/lib/domain/protocol';
import type { Connection } from './connection';
import { logs } from './schema';

export type LogRecord = LogLine & { attempt: number };

/** Log lines of every attempt: unlike curves, they are kept, because they say why an attempt was lost. */
export function logRepository({ orm }: Connection) {
  return {
    /** @returns the newest `limit` lines, oldest first */
    ofRun: (runId: string, limit: number): LogRecord[] =>
      orm
        .select({ attempt: logs.attempt, timeMs: logs.timeMs, level: logs.level, text: logs.text })
        .from(logs)
        .where(eq(logs.runId, runId))
        .orderBy(desc(logs.id))
        .limit(limit)
        .all()
        .reverse(),
    insert(runId: string, attempt: number, lines: readonly LogLine[]): void {
      for (const line of lines) {
        orm
          .insert(logs)
          .values({ runId, attempt, ...line })
          .run();
      }
    },
  };
}
