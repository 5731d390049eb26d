import { createHash } from 'node:crypto';
import type BetterSqlite from 'better-sqlite3';
import type { IntegrityCheck } from '@/lib/domain/integrity';

/** So many findings are named; the rest are counted. */
const named = 3;

/**
 * Whether a database is sound: what SQLite can tell (https://sqlite.org/pragma.html#pragma_integrity_check), and what
 * only this program knows. Reads every page, so it is run beside the server, in a process of its own.
 *
 * @param client may be read-only
 */
export function checkIntegrity(client: BetterSqlite.Database): IntegrityCheck[] {
  const count = (table: string) => client.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
  return [
    check(
      'pages',
      () => pages(client),
      () => `${sizeMib(client)} MiB, every page and index read`,
    ),
    check(
      'references',
      () => dangling(client),
      () => 'rows refer to rows that are there',
    ),
    check(
      'curves',
      () => curves(client),
      () => `${count('point_chunks')} pieces of curves, their steps rising`,
    ),
    check(
      'runs',
      () => runs(client),
      () => `${count('runs')} runs, each with what its state needs`,
    ),
    check(
      'artifacts',
      () => artifacts(client),
      () => `${count('artifact_contents')} artifacts, as their hashes say`,
    ),
  ];
}

function check(name: string, find: () => string[], sound: () => string): IntegrityCheck {
  const result = (problems: readonly string[]) => {
    const more = problems.length > named ? ` and ${problems.length - named} more` : '';
    const detail = problems.length === 0 ? sound() : `${problems.slice(0, named).join('; ')}${more}`;
    return { name: `database ${name}`, ok: problems.length === 0, detail };
  };
  try {
    return result(find());
  } catch (error) {
    // A page that is broken badly is met as an error, in whatever reads it.
    return result([error instanceof Error ? error.message : String(error)]);
  }
}

function pages(client: BetterSqlite.Database): string[] {
  const found = client.prepare<[], string>('PRAGMA integrity_check(20)').pluck().all();
  return found[0] === 'ok' ? [] : found;
}

function sizeMib(client: BetterSqlite.Database): string {
  const pageCount = Number(client.pragma('page_count', { simple: true }));
  const pageBytes = Number(client.pragma('page_size', { simple: true }));
  return ((pageCount * pageBytes) / 2 ** 20).toFixed(1);
}

function dangling(client: BetterSqlite.Database): string[] {
  return client
    .prepare<[], { table: string; rowid: number | null; parent: string }>('PRAGMA foreign_key_check')
    .all()
    .map(({ table, rowid, parent }) => `row ${rowid ?? '?'} of ${table} refers to nothing in ${parent}`);
}

interface Chunk {
  run_id: string;
  metric: string;
  first_step: number;
  last_step: number;
  count: number;
  steps: Buffer;
  value_bytes: number;
  time_bytes: number;
}

function curves(client: BetterSqlite.Database): string[] {
  const problems: string[] = [];
  const chunks = client
    .prepare<[], Chunk>(
      `SELECT run_id, metric, first_step, last_step, count, steps,
         length(point_values) AS value_bytes, length(times_ms) AS time_bytes
       FROM point_chunks ORDER BY run_id, metric, first_step`,
    )
    .iterate();
  let before: Chunk | undefined;
  for (const chunk of chunks) {
    const isSameCurve = before?.run_id === chunk.run_id && before.metric === chunk.metric;
    const problem = chunkProblem(chunk, isSameCurve ? (before?.last_step ?? -1) : -1);
    if (problem)
      problems.push(`${chunk.metric} of run ${chunk.run_id} at step ${chunk.first_step}: ${problem}`);
    before = chunk;
  }
  return problems;
}

function chunkProblem(chunk: Chunk, lastStep: number): string | undefined {
  const { count, steps } = chunk;
  if (steps.length !== 4 * count || chunk.value_bytes !== 8 * count || chunk.time_bytes !== 8 * count) {
    return `its columns are not those of ${count} points`;
  }
  if (count === 0 || steps.readUInt32LE(0) !== chunk.first_step) return 'it does not begin where it says';
  if (steps.readUInt32LE(4 * (count - 1)) !== chunk.last_step) return 'it does not end where it says';
  let previous = lastStep;
  for (let index = 0; index < count; index++) {
    const step = steps.readUInt32LE(4 * index);
    if (step <= previous) return `step ${step} comes after step ${previous}`;
    previous = step;
  }
  return undefined;
}

/** Each a condition that no run may meet, and what it means. */
const runProblems: readonly (readonly [condition: string, meaning: string])[] = [
  [
    "state = 'running' AND (lease_token IS NULL OR lease_expires_at_ms IS NULL OR attempt < 1)",
    'is running, but nobody holds its lease',
  ],
  ["state <> 'running' AND lease_expires_at_ms IS NOT NULL", 'is not running, but its lease is still timed'],
  [
    "state IN ('finished', 'stopped', 'failed', 'cancelled') AND finished_at_ms IS NULL",
    'has ended, but no one knows when',
  ],
  ["state = 'failed' AND error_code IS NULL", 'has failed without a reason'],
  [
    'NOT EXISTS (SELECT 1 FROM variants WHERE sweep_id = runs.sweep_id AND variant_index = runs.variant_index)',
    'is of a variant that its sweep does not have',
  ],
];

function runs(client: BetterSqlite.Database): string[] {
  return runProblems.flatMap(([condition, meaning]) =>
    client
      .prepare<[], string>(`SELECT id FROM runs WHERE ${condition}`)
      .pluck()
      .all()
      .map((id) => `run ${id} ${meaning}`),
  );
}

function artifacts(client: BetterSqlite.Database): string[] {
  const problems: string[] = [];
  const contents = client
    .prepare<[], { sha256: string; content: string }>('SELECT sha256, content FROM artifact_contents')
    .iterate();
  for (const { sha256, content } of contents) {
    if (createHash('sha256').update(content).digest('hex') === sha256) continue;
    problems.push(`the content of the artifact ${sha256.slice(0, 12)}… is another`);
  }
  return problems;
}
