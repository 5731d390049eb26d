import { and, desc, eq, inArray, lt, sql } from 'drizzle-orm';
import type { LogLine } from '@/lib/domain/protocol';
import type { Connection } from './connection';
import { logs, runs } from './schema';

export type LogRecord = LogLine & { attempt: number };
export type SweepLogRecord = LogRecord & { id: number; runId: string };

export interface LogFilter {
  /** undefined: every level */
  levels: readonly LogLine['level'][] | undefined;
  /** undefined: every run */
  runIds: readonly string[] | undefined;
  /** Within the line, whatever its case (of ASCII letters); '' is in every line. */
  text: string;
  /** Only lines with a smaller id. */
  before: number | undefined;
  limit: number;
}

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
    /** @returns the newest lines of a sweep's runs in the order in which they came, the newest first */
    ofSweep: (sweepId: string, { levels, runIds, text, before, limit }: LogFilter): SweepLogRecord[] =>
      orm
        .select({
          id: logs.id,
          runId: logs.runId,
          attempt: logs.attempt,
          timeMs: logs.timeMs,
          level: logs.level,
          text: logs.text,
        })
        .from(logs)
        .innerJoin(runs, eq(runs.id, logs.runId))
        .where(
          and(
            eq(runs.sweepId, sweepId),
            levels ? inArray(logs.level, [...levels]) : undefined,
            runIds ? inArray(logs.runId, [...runIds]) : undefined,
            // instr() takes % and _ for what they are.
            text === '' ? undefined : sql`instr(lower(${logs.text}), lower(${text})) > 0`,
            before === undefined ? undefined : lt(logs.id, before),
          ),
        )
        .orderBy(desc(logs.id))
        .limit(limit)
        .all(),
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
