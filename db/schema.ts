import { sql } from 'drizzle-orm';
import {
  blob,
  customType,
  index,
  integer,
  primaryKey,
  real,
  sqliteTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core';
import { type RunResult, runResultSchema } from '@/lib/domain/api';
import type { Level, RunConfig, Settings } from '@/lib/domain/config';
import type { Calibration, SweepEstimate } from '@/lib/domain/estimate';
import { encodeMetricValue } from '@/lib/domain/metric';
import type { ArtifactName, RunFacts, Sample } from '@/lib/domain/protocol';
import { attemptOutcomes, type Progress, runStates } from '@/lib/domain/run';
import { moments, type TestSetPart } from '@/lib/domain/score';
import type { StoppingDecision } from '@/lib/domain/stopping';
import { type DroppedCell, type SweepSpec, sweepSpecSchema } from '@/lib/domain/sweep';
import { tokenRoles } from '@/lib/domain/token';
import { workerDuties } from '@/lib/domain/worker';

/**
 * Tables of the database. Times are integer milliseconds since the Unix epoch, in columns named *_ms. Columns that
 * only travel as a whole (a spec, a configuration, a result) are JSON; whatever is filtered or sorted by is a column.
 */

/** Values keep the names of NaN and infinities, which plain JSON would turn into null. */
const resultJson = customType<{ data: RunResult; driverData: string }>({
  dataType: () => 'text',
  toDriver: (result) =>
    JSON.stringify({ ...result, atBest: encodeValues(result.atBest), last: encodeValues(result.last) }),
  fromDriver: (stored) => runResultSchema.parse(JSON.parse(stored)),
});

/** A spec that was stored before a key existed has the key's default. */
const specJson = customType<{ data: SweepSpec; driverData: string }>({
  dataType: () => 'text',
  toDriver: (spec) => JSON.stringify(spec),
  fromDriver: (stored) => {
    // Every report reads its sweep, and parsing a spec takes longer than all the rest of reading it.
    const known = parsedSpecs.get(stored) ?? sweepSpecSchema.parse(JSON.parse(stored));
    if (parsedSpecs.size >= maxParsedSpecs) parsedSpecs.clear();
    parsedSpecs.set(stored, known);
    return known;
  },
});

const maxParsedSpecs = 100;
/** By what is stored. Nobody changes a spec that was read. */
const parsedSpecs = new Map<string, SweepSpec>();

function encodeValues(values: Record<string, number>) {
  return Object.fromEntries(
    Object.entries(values).map(([metric, value]) => [metric, encodeMetricValue(value)]),
  );
}

export const corpora = sqliteTable('corpora', {
  id: text('id').primaryKey(),
  slug: text('slug').notNull().unique(),
  name: text('name').notNull(),
  sourceLanguage: text('source_language').notNull(),
  targetLanguage: text('target_language').notNull(),
  licence: text('licence').notNull(),
  origin: text('origin').notNull(),
  generated: integer('generated', { mode: 'boolean' }).notNull(),
  pairCount: integer('pair_count').notNull(),
  distinctSources: integer('distinct_sources').notNull(),
  removed: text('removed', { mode: 'json' }).$type<Record<string, number>>().notNull(),
  fingerprint: text('fingerprint').notNull().unique(),
  bytes: integer('bytes').notNull(),
  createdAtMs: integer('created_at_ms').notNull(),
});

export const sweeps = sqliteTable('sweeps', {
  id: text('id').primaryKey(),
  corpusId: text('corpus_id')
    .notNull()
    .references(() => corpora.id),
  spec: specJson('spec').notNull(),
  dropped: text('dropped', { mode: 'json' }).$type<DroppedCell[]>().notNull(),
  variantCount: integer('variant_count').notNull(),
  createdAtMs: integer('created_at_ms').notNull(),
  /** Runs of the sweep with the higher one are leased first. */
  priority: integer('priority').notNull().default(0),
  /** No run of it is leased while this is set; running ones are handed back at a checkpoint. */
  pausedAtMs: integer('paused_at_ms'),
  /** What it was expected to take, as it was said before the launch. */
  estimate: text('estimate', { mode: 'json' }).$type<SweepEstimate>(),
  /** Whose it is, in their own words: there are no accounts. */
  owner: text('owner').notNull().default(''),
  /** What somebody wants to remember of it; plain text. */
  notes: text('notes').notNull().default(''),
  tags: text('tags', { mode: 'json' }).$type<string[]>().notNull().default([]),
  /** Left out of the list; nothing of it is gone. */
  archivedAtMs: integer('archived_at_ms'),
});

export const variants = sqliteTable(
  'variants',
  {
    sweepId: text('sweep_id')
      .notNull()
      .references(() => sweeps.id, { onDelete: 'cascade' }),
    index: integer('variant_index').notNull(),
    levels: text('levels', { mode: 'json' }).$type<Record<string, Level>>().notNull(),
    settings: text('settings', { mode: 'json' }).$type<Settings>().notNull(),
    config: text('config', { mode: 'json' }).$type<RunConfig>().notNull(),
    parameterCount: integer('parameter_count').notNull(),
  },
  (table) => [primaryKey({ columns: [table.sweepId, table.index] })],
);

export const workers = sqliteTable(
  'workers',
  {
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    hostname: text('hostname').notNull(),
    pid: integer('pid').notNull(),
    engine: text('engine').notNull(),
    device: text('device').notNull(),
    threads: integer('threads').notNull(),
    version: text('version').notNull(),
    lastSeenAtMs: integer('last_seen_at_ms').notNull(),
    /** Training steps that were timed there when it started, for estimates. */
    calibration: text('calibration', { mode: 'json' }).$type<Calibration>(),
    /** What a person wants of it; kept over its restarts. */
    duty: text('duty', { enum: workerDuties }).notNull().default('work'),
  },
  // A worker that starts again under its name is the same worker.
  (table) => [uniqueIndex('workers_hostname_name').on(table.hostname, table.name)],
);

export const runs = sqliteTable(
  'runs',
  {
    /** Counts up in the order of creation, which is the order in which runs are leased. */
    position: integer('position').primaryKey({ autoIncrement: true }),
    id: text('id').notNull().unique(),
    sweepId: text('sweep_id')
      .notNull()
      .references(() => sweeps.id, { onDelete: 'cascade' }),
    variantIndex: integer('variant_index').notNull(),
    seed: integer('seed').notNull(),
    state: text('state', { enum: runStates }).notNull().default('queued'),
    cancelRequested: integer('cancel_requested', { mode: 'boolean' }).notNull().default(false),

    /** The attempt, counting up from 1; 0 before the first lease. */
    attempt: integer('attempt').notNull().default(0),
    /** Attempts that ended by a lease running out, not by the worker's word. */
    lostAttempts: integer('lost_attempts').notNull().default(0),
    /** Attempts that ended by an error of the trainer. */
    failedAttempts: integer('failed_attempts').notNull().default(0),
    /** A queued run that waits out a back-off is not leased before. */
    notBeforeMs: integer('not_before_ms'),
    /** Everything up to this step has been received, and a checkpoint of it was written: where the next attempt may go on. */
    checkpointStep: integer('checkpoint_step').notNull().default(0),
    /** Kept after the attempt's end, so that a repeated finish is known as such. */
    leaseToken: text('lease_token'),
    leaseExpiresAtMs: integer('lease_expires_at_ms'),
    workerId: text('worker_id').references(() => workers.id),
    /** Sequence number of the attempt's newest stored report. */
    lastSequence: integer('last_sequence').notNull().default(0),
    lastReportAtMs: integer('last_report_at_ms'),

    startedAtMs: integer('started_at_ms'),
    attemptStartedAtMs: integer('attempt_started_at_ms'),
    finishedAtMs: integer('finished_at_ms'),
    /** Time trained by attempts that have ended. */
    trainedMs: integer('trained_ms').notNull().default(0),

    progress: text('progress', { mode: 'json' }).$type<Progress>(),
    facts: text('facts', { mode: 'json' }).$type<RunFacts>(),
    result: resultJson('result')
      .notNull()
      .default(sql`'{"bestStep":null,"bestEpoch":null,"atBest":{},"last":{}}'`),
    /** The objective at the best step, for ordering; null while none is finite. */
    objectiveValue: real('objective_value'),
    /** Why an early-stopping rule ended it. */
    stopReason: text('stop_reason'),
    errorCode: text('error_code'),
    errorMessage: text('error_message'),
  },
  (table) => [
    index('runs_sweep').on(table.sweepId, table.state),
    index('runs_state').on(table.state, table.position),
  ],
);

/** Every try at every run, how it ended and where it went on from: kept for good. */
export const attempts = sqliteTable(
  'attempts',
  {
    runId: text('run_id')
      .notNull()
      .references(() => runs.id, { onDelete: 'cascade' }),
    attempt: integer('attempt').notNull(),
    workerName: text('worker_name').notNull(),
    startedAtMs: integer('started_at_ms').notNull(),
    endedAtMs: integer('ended_at_ms'),
    /** The step of the checkpoint that it went on from; 0 from the beginning. */
    resumedFromStep: integer('resumed_from_step').notNull().default(0),
    outcome: text('outcome', { enum: attemptOutcomes }),
    errorCode: text('error_code'),
    errorMessage: text('error_message'),
  },
  (table) => [primaryKey({ columns: [table.runId, table.attempt] })],
);

/** What early stopping decided, with what it saw: a decision can be made again from it. */
export const decisions = sqliteTable(
  'decisions',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    sweepId: text('sweep_id')
      .notNull()
      .references(() => sweeps.id, { onDelete: 'cascade' }),
    runId: text('run_id')
      .notNull()
      .references(() => runs.id, { onDelete: 'cascade' }),
    atMs: integer('at_ms').notNull(),
    decision: text('decision', { mode: 'json' }).$type<StoppingDecision>().notNull(),
  },
  (table) => [index('decisions_sweep').on(table.sweepId, table.id), index('decisions_run').on(table.runId)],
);

/**
 * One chunk of one metric's curve: `count` points whose columns are little-endian typed arrays. Chunks of a metric
 * never overlap. Values are Float64, not Float32: counts of bytes pass 2^24, and a repeated run must give the same
 * curve bit for bit, which a rounded copy could not show.
 */
export const pointChunks = sqliteTable(
  'point_chunks',
  {
    runId: text('run_id')
      .notNull()
      .references(() => runs.id, { onDelete: 'cascade' }),
    metric: text('metric').notNull(),
    firstStep: integer('first_step').notNull(),
    lastStep: integer('last_step').notNull(),
    count: integer('count').notNull(),
    /** Uint32 [count], rising. */
    steps: blob('steps', { mode: 'buffer' }).notNull(),
    /** Float64 [count]. */
    values: blob('point_values', { mode: 'buffer' }).notNull(),
    /** Float64 [count], milliseconds since the Unix epoch. */
    timesMs: blob('times_ms', { mode: 'buffer' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.metric, table.firstStep] })],
);

export const samples = sqliteTable(
  'samples',
  {
    runId: text('run_id')
      .notNull()
      .references(() => runs.id, { onDelete: 'cascade' }),
    step: integer('step').notNull(),
    split: text('split', { enum: ['train', 'validation', 'test'] }).notNull(),
    epoch: integer('epoch').notNull(),
    items: text('items', { mode: 'json' }).$type<Sample['items']>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.step, table.split] })],
);

/** Sentences that runs are tested on: once for all runs that share them. */
export const testSetParts = sqliteTable(
  'test_set_parts',
  {
    testSet: text('test_set').notNull(),
    offset: integer('first_sentence').notNull(),
    items: text('items', { mode: 'json' }).$type<TestSetPart['items']>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.testSet, table.offset] })],
);

/** Translations of a whole test set, at a run's best and last step. */
export const hypotheses = sqliteTable(
  'hypotheses',
  {
    runId: text('run_id')
      .notNull()
      .references(() => runs.id, { onDelete: 'cascade' }),
    moment: text('moment', { enum: moments }).notNull(),
    offset: integer('first_sentence').notNull(),
    step: integer('step').notNull(),
    epoch: real('epoch').notNull(),
    testSet: text('test_set').notNull(),
    items: text('items', { mode: 'json' }).$type<string[]>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.moment, table.offset] })],
);

/** Scores of a whole test set, each beside the signature that says how it was computed. */
export const scores = sqliteTable(
  'scores',
  {
    runId: text('run_id')
      .notNull()
      .references(() => runs.id, { onDelete: 'cascade' }),
    moment: text('moment', { enum: moments }).notNull(),
    metric: text('metric').notNull(),
    /** NULL is NaN: SQLite has infinities, but no NaN. */
    value: real('value'),
    signature: text('signature').notNull(),
    step: integer('step').notNull(),
    epoch: real('epoch').notNull(),
    testSet: text('test_set').notNull(),
    sentences: integer('sentences').notNull(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.moment, table.metric] })],
);

/** What runs have made (tokenizers). Runs of a sweep mostly make the same: contents are kept once, by their hash. */
export const artifacts = sqliteTable(
  'artifacts',
  {
    runId: text('run_id')
      .notNull()
      .references(() => runs.id, { onDelete: 'cascade' }),
    name: text('name').$type<ArtifactName>().notNull(),
    mediaType: text('media_type').notNull(),
    sha256: text('sha256')
      .notNull()
      .references(() => artifactContents.sha256),
  },
  (table) => [
    primaryKey({ columns: [table.runId, table.name] }),
    index('artifacts_content').on(table.sha256),
  ],
);

export const artifactContents = sqliteTable('artifact_contents', {
  sha256: text('sha256').primaryKey(),
  text: text('content').notNull(),
});

/**
 * Trained parameters of a run at one moment, as a safetensors file of the data directory (models/<sha256>.safetensors).
 * A file goes when the last row that names it has gone.
 */
export const models = sqliteTable(
  'models',
  {
    runId: text('run_id')
      .notNull()
      .references(() => runs.id, { onDelete: 'cascade' }),
    moment: text('moment', { enum: moments }).notNull(),
    step: integer('step').notNull(),
    epoch: real('epoch').notNull(),
    sha256: text('sha256').notNull(),
    bytes: integer('bytes').notNull(),
    createdAtMs: integer('created_at_ms').notNull(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.moment] }), index('models_file').on(table.sha256)],
);

export const logs = sqliteTable(
  'logs',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    runId: text('run_id')
      .notNull()
      .references(() => runs.id, { onDelete: 'cascade' }),
    attempt: integer('attempt').notNull(),
    timeMs: integer('time_ms').notNull(),
    level: text('level', { enum: ['info', 'warn', 'error'] }).notNull(),
    text: text('text').notNull(),
  },
  (table) => [index('logs_run').on(table.runId, table.id)],
);

/** Secrets are stored as SHA-256: whoever reads the file cannot sign in with what is in it. */
export const sessions = sqliteTable('sessions', {
  tokenHash: text('token_hash').primaryKey(),
  expiresAtMs: integer('expires_at_ms').notNull(),
});

export const loginTokens = sqliteTable('login_tokens', {
  tokenHash: text('token_hash').primaryKey(),
  expiresAtMs: integer('expires_at_ms').notNull(),
});

/** Tokens that a person has made for programs and workers, beside those of tokens.json; only their hashes are here. */
export const apiTokens = sqliteTable('api_tokens', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  role: text('role', { enum: tokenRoles }).notNull(),
  tokenHash: text('token_hash').notNull().unique(),
  createdAtMs: integer('created_at_ms').notNull(),
  lastUsedAtMs: integer('last_used_at_ms'),
});
