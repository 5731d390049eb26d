import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import type { Pair } from '@/lib/domain/corpus';
import { toJsonText } from '@/lib/domain/metric';
import type { LeasedRun, PointColumns, ReportInput } from '@/lib/domain/protocol';
import { reportSchema } from '@/lib/domain/protocol';
import type { ServerContext } from '@/lib/server/context';
import { leaseRun } from '@/lib/server/leases';
import { reportRun } from '@/lib/server/reports';
import { closeServer, openServer, type ServerOptions } from '@/lib/server/server';
import { registerWorker } from '@/lib/server/workers';

/** A clock that only moves when it is told to. */
export interface Clock {
  ms: number;
}

const homes: string[] = [];

afterEach(() => {
  closeServer();
  for (const home of homes.splice(0)) rmSync(home, { recursive: true, force: true });
});

export function temporaryHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'heldout-server-'));
  homes.push(home);
  return home;
}

export function somePairs(count: number): Pair[] {
  return Array.from({ length: count }, (_, i) => ({
    source: `I see ${i} cats .`,
    target: `我看到${i}只猫。`,
  }));
}

/** A server on a real database in a temporary data directory; closed and removed after the test. */
export function openTestServer(options: ServerOptions = {}): { context: ServerContext; clock: Clock } {
  const clock = { ms: 1_700_000_000_000 };
  const context = openServer({
    home: options.home ?? temporaryHome(),
    now: () => clock.ms,
    phrasebook: () => ({ pairs: somePairs(200) }),
    compilerMessages: () => ({ pairs: somePairs(3), version: '6.0.3', removed: {} }),
    ...options,
  });
  return { context, clock };
}

export const smallSpec = {
  name: 'two sizes',
  corpus: 'phrasebook',
  base: { dModel: 16, heads: 2, layers: 1, epochs: 2 },
  factors: { heads: [1, 2] },
  seeds: [1, 2],
};

export function register(name = 'worker-1', hostname = 'here'): string {
  return registerWorker({
    name,
    hostname,
    pid: 1,
    engine: 'onnx-cpu',
    device: 'cpu',
    threads: 1,
    version: '0',
  });
}

/** Leases without waiting. */
export function leaseNow(workerId: string): Promise<LeasedRun | null> {
  return leaseRun({ workerId, waitMs: 0, startedTogether: 1 }, new AbortController());
}

export async function requireLease(workerId: string): Promise<LeasedRun> {
  const run = await leaseNow(workerId);
  if (!run) throw new Error('expected a queued run');
  return run;
}

/** As a worker sends it: through JSON, where NaN and infinities travel by name. */
export function report(run: LeasedRun, sequence: number, rest: Partial<ReportInput> = {}) {
  const { attempt, leaseToken } = run;
  const wire = toJsonText({ attempt, leaseToken, sequence, ...rest });
  return reportRun(run.runId, reportSchema.parse(JSON.parse(wire)));
}

export function points(metric: string, entries: Record<number, number>): PointColumns {
  const steps = Object.keys(entries).map(Number);
  return { metric, steps, values: Object.values(entries), timesMs: steps.map((step) => 1000 * step) };
}
