import type { PointColumns } from '@/lib/domain/protocol';
import type { AttemptOutcome, Progress } from '@/lib/domain/run';
import type { StoppingDecision } from '@/lib/domain/stopping';
import type { JournalEntry } from './journal';

export interface AttemptState {
  attempt: number;
  startedAtMs: number;
  /** The newest time that its journal tells; null ends: it is not over, or was killed. */
  lastAtMs: number;
  lastSequence: number;
  end: {
    outcome: AttemptOutcome;
    error?: { code: string; message: string } | undefined;
    atMs: number;
  } | null;
}

/** What a run has come to, by its journals: what a server knows of it in its database. */
export interface RunState {
  attempts: AttemptState[];
  /** Everything up to this step is told, and a checkpoint of it was written. */
  checkpointStep: number;
  progress: Progress | null;
  /** The newest value of every metric that is measured on a split. */
  last: Record<string, number>;
  /** The sweep's objective, as it was measured. */
  objective: { step: number; value: number }[];
  decisions: StoppingDecision[];
}

export function emptyRunState(): RunState {
  return { attempts: [], checkpointStep: 0, progress: null, last: {}, objective: [], decisions: [] };
}

/** Adds what an entry tells to the state. Entries come in their order, attempt after attempt. */
export function follow(state: RunState, entry: JournalEntry, objectiveMetric: string): void {
  if (entry.kind === 'begin') {
    const { attempt, atMs } = entry;
    state.attempts.push({ attempt, startedAtMs: atMs, lastAtMs: atMs, lastSequence: 0, end: null });
    return;
  }
  const current = state.attempts.at(-1);
  if (!current || entry.kind === 'model') return;
  if (entry.kind === 'decision') state.decisions.push(entry.decision);
  else if (entry.kind === 'end') {
    const { outcome, error } = entry.end;
    current.end = { outcome, error, atMs: entry.atMs };
    current.lastAtMs = entry.atMs;
  } else followReport(state, current, entry.report, objectiveMetric);
}

type Report = Extract<JournalEntry, { kind: 'report' }>['report'];

function followReport(state: RunState, current: AttemptState, report: Report, objectiveMetric: string): void {
  if (report.sequence === 1) goOnFrom(state, report.resumedFromStep ?? 0);
  current.lastSequence = report.sequence;
  for (const columns of report.points) {
    followPoints(state, columns, objectiveMetric);
    current.lastAtMs = Math.max(current.lastAtMs, ...columns.timesMs.slice(-1));
  }
  state.progress = report.progress ?? state.progress;
  state.checkpointStep = Math.max(state.checkpointStep, report.checkpointStep ?? 0);
}

/** What is known of later steps the attempt tells again. */
function goOnFrom(state: RunState, step: number): void {
  state.checkpointStep = step;
  state.progress = null;
  state.objective = state.objective.filter((point) => point.step <= step);
}

function followPoints(
  state: RunState,
  { metric, steps, values }: PointColumns,
  objectiveMetric: string,
): void {
  const value = values.at(-1);
  if (value !== undefined && /^(train|validation|test)\//.test(metric)) state.last[metric] = value;
  if (metric !== objectiveMetric) return;
  for (const [index, step] of steps.entries()) {
    state.objective.push({ step, value: values[index] ?? Number.NaN });
  }
}

/** Milliseconds trained, over all attempts; one that is not over counts up to `nowMs`. */
export function trainedMs(state: RunState, nowMs: number | null): number {
  return state.attempts.reduce((sum, { startedAtMs, lastAtMs, end }, index) => {
    const isLast = index === state.attempts.length - 1;
    const endMs = end?.atMs ?? (isLast && nowMs !== null ? nowMs : lastAtMs);
    return sum + Math.max(0, endMs - startedAtMs);
  }, 0);
}

/** @param forgiven failures up to this attempt do not count */
export function failures({ attempts }: RunState, forgiven: number): number {
  return attempts.filter(({ attempt, end }) => attempt > forgiven && end?.outcome === 'failed').length;
}
