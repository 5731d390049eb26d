import {
  and,
  asc,
  count,
  desc,
  eq,
  getTableColumns,
  gt,
  inArray,
  isNotNull,
  isNull,
  lte,
  min,
  notInArray,
  or,
  sql,
} from 'drizzle-orm';
import type { RunResult } from '@/lib/domain/api';
import { type Comparison, targetUnitOf } from '@/lib/domain/comparison';
import type { RunFacts } from '@/lib/domain/protocol';
import type { Progress } from '@/lib/domain/run';
import type { Connection } from './connection';
import { lazily } from './lazily';
import { runs, sweeps, variants } from './schema';

export type RunRecord = typeof runs.$inferSelect;
export type NewRun = Pick<RunRecord, 'id' | 'sweepId' | 'variantIndex' | 'seed'>;

/** Who writes about a run: the attempt and its lease token fence off whatever an earlier attempt still sends. */
export interface Owner {
  runId: string;
  attempt: number;
  leaseToken: string;
}

export interface LeaseGrant {
  workerId: string;
  leaseToken: string;
  nowMs: number;
  expiresAtMs: number;
}

export interface ImportedGrant {
  attempt: number;
  /** On the clock of the machine that trained it. */
  startedAtMs: number;
  leaseToken: string;
  nowMs: number;
  expiresAtMs: number;
}

/** How an attempt ends: in a final state, or back in the queue. */
export interface AttemptEnd {
  state: Exclude<RunRecord['state'], 'running'>;
  /** When the attempt ended: its time trained counts up to here. */
  atMs: number;
  /** Its lease ran out. */
  isLost: boolean;
  /** Its trainer failed. */
  isFailure: boolean;
  /** Of a run that is queued again. */
  notBeforeMs?: number;
  error: { code: string; message: string } | undefined;
}

/**
 * Rows of runs, and the queue that they form. A run is leased by at most one attempt: every write about a running one
 * names its owner in the where clause, so a write that comes too late changes no row. Call writes inside store.write.
 */
export function runRepository({ orm }: Connection) {
  // Prepared once: every report runs it several times, and building a query takes longer than running it.
  const byId = lazily(() =>
    orm
      .select()
      .from(runs)
      .where(eq(runs.id, sql.placeholder('id')))
      .prepare(),
  );
  // A list of hundreds of sweeps asks these of each.
  const measured = and(eq(runs.sweepId, sql.placeholder('sweepId')), isNotNull(runs.objectiveValue));
  const first = (direction: typeof asc) =>
    orm
      .select()
      .from(runs)
      .where(measured)
      .orderBy(direction(runs.objectiveValue), asc(runs.position))
      .limit(1)
      .prepare();
  const lowest = lazily(() => first(asc));
  const highest = lazily(() => first(desc));
  const comparisonsOfSweep = lazily(() =>
    orm
      .selectDistinct({
        testHash: sql<string>`json_extract(${runs.facts}, '$.data.testHash')`,
        sampleHash: sql<string | null>`json_extract(${runs.facts}, '$.data.sampleHash')`,
        bleuSignature: sql<string>`json_extract(${runs.facts}, '$.bleuSignature')`,
        targetTokenizer: sql<string>`json_extract(${variants.config}, '$.targetTokenizer')`,
        targetMerges: sql<number>`coalesce(json_extract(${variants.config}, '$.targetMerges'), 0)`,
      })
      .from(runs)
      .innerJoin(variants, and(eq(variants.sweepId, runs.sweepId), eq(variants.index, runs.variantIndex)))
      .where(and(eq(runs.sweepId, sql.placeholder('sweepId')), isNotNull(runs.facts)))
      .prepare(),
  );
  const isOwned = ({ runId, attempt, leaseToken }: Owner) =>
    and(
      eq(runs.id, runId),
      eq(runs.attempt, attempt),
      eq(runs.leaseToken, leaseToken),
      eq(runs.state, 'running'),
    );

  const mayStart = (nowMs: number) =>
    and(
      eq(runs.state, 'queued'),
      isNull(sweeps.pausedAtMs),
      or(isNull(runs.notBeforeMs), lte(runs.notBeforeMs, nowMs)),
    );
  const lease = (position: number, grant: LeaseGrant): RunRecord | undefined =>
    orm
      .update(runs)
      .set({
        state: 'running',
        attempt: sql`${runs.attempt} + 1`,
        leaseToken: grant.leaseToken,
        leaseExpiresAtMs: grant.expiresAtMs,
        workerId: grant.workerId,
        lastSequence: 0,
        lastReportAtMs: grant.nowMs,
        startedAtMs: sql`coalesce(${runs.startedAtMs}, ${grant.nowMs})`,
        attemptStartedAtMs: grant.nowMs,
        notBeforeMs: null,
      })
      .where(and(eq(runs.position, position), eq(runs.state, 'queued')))
      .returning()
      .get();

  return {
    find: (id: string): RunRecord | undefined => byId().get({ id }),
    ofSweep: (sweepId: string): RunRecord[] =>
      orm.select().from(runs).where(eq(runs.sweepId, sweepId)).orderBy(asc(runs.position)).all(),
    /** In the order in which they are leased, without what they have become. */
    namesOfSweep: (sweepId: string): Pick<RunRecord, 'id' | 'variantIndex' | 'seed'>[] =>
      orm
        .select({ id: runs.id, variantIndex: runs.variantIndex, seed: runs.seed })
        .from(runs)
        .where(eq(runs.sweepId, sweepId))
        .orderBy(asc(runs.position))
        .all(),
    /** In the order in which they were leased. */
    leased: (): RunRecord[] =>
      orm
        .select()
        .from(runs)
        .where(eq(runs.state, 'running'))
        .orderBy(asc(runs.attemptStartedAtMs), asc(runs.position))
        .all(),
    queuedCount: (): number =>
      orm.select({ runs: count() }).from(runs).where(eq(runs.state, 'queued')).get()?.runs ?? 0,
    /** The run whose objective is best; the first of equals. */
    best: (sweepId: string, goal: 'minimize' | 'maximize'): RunRecord | undefined =>
      (goal === 'minimize' ? lowest() : highest()).get({ sweepId }),
    /** What the numbers of a sweep's runs are of: the different answers, without their runs. */
    comparisons: (sweepId: string): Comparison[] =>
      comparisonsOfSweep()
        .all({ sweepId })
        .map(({ targetTokenizer, targetMerges, ...rest }) => ({
          ...rest,
          targetUnit: targetUnitOf({ targetTokenizer, targetMerges }),
        })),
    /** Runs of a sweep that were reported on at or after a time. */
    reportedSince: (sweepId: string, sinceMs: number): string[] =>
      orm
        .select({ id: runs.id })
        .from(runs)
        .where(and(eq(runs.sweepId, sweepId), gt(runs.lastReportAtMs, sinceMs - 1)))
        .all()
        .map(({ id }) => id),

    insert(records: readonly NewRun[]): void {
      for (const record of records) orm.insert(runs).values(record).run();
    },

    /**
     * Leases the next run that may start: of the sweep with the highest priority the oldest one, paused sweeps and runs
     * that wait out a back-off left aside. What earlier attempts told stays until the new one says where it goes on.
     */
    leaseNext(grant: LeaseGrant): RunRecord | undefined {
      const next = orm
        .select({ position: runs.position })
        .from(runs)
        .innerJoin(sweeps, eq(sweeps.id, runs.sweepId))
        .where(mayStart(grant.nowMs))
        .orderBy(desc(sweeps.priority), asc(runs.position))
        .limit(1)
        .get();
      return next && lease(next.position, grant);
    },

    /** As leaseNext, of one sweep, the first of its runs that is wanted. */
    leaseFirst(
      sweepId: string,
      isWanted: (run: RunRecord) => boolean,
      grant: LeaseGrant,
    ): RunRecord | undefined {
      const next = orm
        .select(getTableColumns(runs))
        .from(runs)
        .innerJoin(sweeps, eq(sweeps.id, runs.sweepId))
        .where(and(eq(runs.sweepId, sweepId), mayStart(grant.nowMs)))
        .orderBy(asc(runs.position))
        .all()
        .find(isWanted);
      return next && lease(next.position, grant);
    },

    /**
     * An attempt that was made without this server: as a lease, but the time is that of its own machine, no worker of
     * this server's has it, and it is told from its first report on.
     */
    beginImported(
      run: RunRecord,
      { attempt, startedAtMs, leaseToken, nowMs, expiresAtMs }: ImportedGrant,
    ): void {
      orm
        .update(runs)
        .set({
          state: 'running',
          attempt,
          leaseToken,
          leaseExpiresAtMs: expiresAtMs,
          workerId: null,
          lastSequence: 0,
          lastReportAtMs: nowMs,
          startedAtMs: run.startedAtMs ?? startedAtMs,
          attemptStartedAtMs: startedAtMs,
          notBeforeMs: null,
          errorCode: null,
          errorMessage: null,
          finishedAtMs: null,
        })
        .where(eq(runs.id, run.id))
        .run();
    },

    /** The same for an attempt of which a part is known: what its end had added is taken back, and it is told on. */
    reopenImported(
      run: RunRecord,
      { startedAtMs, leaseToken, nowMs, expiresAtMs }: ImportedGrant,
      endedAtMs: number | null,
    ): void {
      const counted = endedAtMs === null ? 0 : Math.max(0, endedAtMs - startedAtMs);
      orm
        .update(runs)
        .set({
          state: 'running',
          leaseToken,
          leaseExpiresAtMs: expiresAtMs,
          lastReportAtMs: nowMs,
          attemptStartedAtMs: startedAtMs,
          trainedMs: Math.max(0, run.trainedMs - counted),
          notBeforeMs: null,
        })
        .where(eq(runs.id, run.id))
        .run();
    },

    /** When the first of the runs that wait out a back-off may start. */
    nextDueMs: (): number | null =>
      orm
        .select({ dueMs: min(runs.notBeforeMs) })
        .from(runs)
        .where(eq(runs.state, 'queued'))
        .get()?.dueMs ?? null,

    /** The attempt goes on from a checkpoint of this step: what is known of the run is known up to there. */
    resume(owner: Owner, step: number): void {
      orm.update(runs).set({ checkpointStep: step, progress: null }).where(isOwned(owner)).run();
    },

    recordCheckpoint(owner: Owner, step: number): void {
      orm.update(runs).set({ checkpointStep: step }).where(isOwned(owner)).run();
    },

    /** @returns the row, or undefined where the attempt does not hold the run's lease */
    findOwned({ runId, attempt, leaseToken }: Owner): RunRecord | undefined {
      const run = byId().get({ id: runId });
      const isTheirs = run?.state === 'running' && run.attempt === attempt && run.leaseToken === leaseToken;
      return isTheirs ? run : undefined;
    },

    renewLease(owner: Owner, nowMs: number, expiresAtMs: number): void {
      orm
        .update(runs)
        .set({ leaseExpiresAtMs: expiresAtMs, lastReportAtMs: nowMs })
        .where(isOwned(owner))
        .run();
    },

    /** After a time in which the server was away, silence is not the workers' fault. */
    extendLeases(expiresAtMs: number): void {
      orm.update(runs).set({ leaseExpiresAtMs: expiresAtMs }).where(eq(runs.state, 'running')).run();
    },

    recordReport(
      owner: Owner,
      report: { sequence: number; progress: Progress | undefined; facts: RunFacts | undefined },
    ): void {
      const { sequence, progress, facts } = report;
      orm
        .update(runs)
        .set({ lastSequence: sequence, ...(progress ? { progress } : {}), ...(facts ? { facts } : {}) })
        .where(isOwned(owner))
        .run();
    },

    setResult(runId: string, result: RunResult, objectiveValue: number | null): void {
      orm.update(runs).set({ result, objectiveValue }).where(eq(runs.id, runId)).run();
    },

    expired: (nowMs: number): RunRecord[] =>
      orm
        .select()
        .from(runs)
        .where(and(eq(runs.state, 'running'), lte(runs.leaseExpiresAtMs, nowMs)))
        .all(),

    endAttempt(run: RunRecord, end: AttemptEnd): void {
      const trained = Math.max(0, end.atMs - (run.attemptStartedAtMs ?? end.atMs));
      orm
        .update(runs)
        .set({
          state: end.state,
          trainedMs: run.trainedMs + trained,
          attemptStartedAtMs: null,
          leaseExpiresAtMs: null,
          finishedAtMs: end.state === 'queued' ? null : end.atMs,
          lostAttempts: run.lostAttempts + (end.isLost ? 1 : 0),
          failedAttempts: run.failedAttempts + (end.isFailure ? 1 : 0),
          notBeforeMs: end.notBeforeMs ?? null,
          errorCode: end.error?.code ?? null,
          errorMessage: end.error?.message ?? null,
        })
        .where(and(eq(runs.position, run.position), eq(runs.state, 'running'), eq(runs.attempt, run.attempt)))
        .run();
    },

    /** Puts runs that have ended back into the queue, to be trained from the beginning with a fresh retry budget. */
    requeue(ids: readonly string[]): void {
      orm
        .update(runs)
        .set({
          state: 'queued',
          cancelRequested: false,
          failedAttempts: 0,
          lostAttempts: 0,
          notBeforeMs: null,
          checkpointStep: 0,
          finishedAtMs: null,
          stopReason: null,
          errorCode: null,
          errorMessage: null,
        })
        .where(and(inArray(runs.id, [...ids]), notInArray(runs.state, ['queued', 'running'])))
        .run();
    },

    /** A running run is asked to end early through the answer to its next report. */
    requestStop(runId: string, reason: string): void {
      orm
        .update(runs)
        .set({ stopReason: reason })
        .where(and(eq(runs.id, runId), inArray(runs.state, ['queued', 'running'])))
        .run();
    },

    /** Queued runs are cancelled at once; running ones are asked to, through the answer to their next report. */
    cancel(sweepId: string, nowMs: number): void {
      orm
        .update(runs)
        .set({ state: 'cancelled', finishedAtMs: nowMs })
        .where(and(eq(runs.sweepId, sweepId), eq(runs.state, 'queued')))
        .run();
      orm
        .update(runs)
        .set({ cancelRequested: true })
        .where(and(eq(runs.sweepId, sweepId), eq(runs.state, 'running')))
        .run();
    },
  };
}
