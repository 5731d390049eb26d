import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { resolveConfig, type Settings } from '@/lib/domain/config';
import type { LeasedRun } from '@/lib/domain/protocol';
import { runWorker, type WorkerOptions } from '@/workers/worker';
import { smallCorpus, smallSplit } from '../lib/train/smallCorpus';
import { ProtocolServer } from './protocolServer';

const cleanups: (() => Promise<unknown>)[] = [];
/** Last in, first out, after each test. */
export function cleanUpLater(cleanup: () => Promise<unknown>): void {
  cleanups.push(cleanup);
}

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

export async function temporaryHome(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'heldout-worker-'));
  // A trainer that has just been killed may still have written a file.
  cleanUpLater(() => rm(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 }));
  return home;
}

export async function startProtocolServer(): Promise<ProtocolServer> {
  const server = new ProtocolServer(smallCorpus);
  await server.up();
  cleanUpLater(() => server.down());
  return server;
}

export interface RunningWorker {
  lines: string[];
  runningTrainers(): number[];
  /** Settles when the worker has returned. */
  ended: Promise<void>;
  stop(): Promise<void>;
}

export function startWorker(options: Partial<WorkerOptions> & Pick<WorkerOptions, 'serverUrl' | 'home'>) {
  const lines: string[] = [];
  const stop = new AbortController();
  const ended = runWorker({
    token: 'worker-token',
    name: 'test worker',
    threads: 1,
    engine: 'onnx-cpu',
    device: 'test device',
    startedTogether: 1,
    signal: stop.signal,
    log: (line) => lines.push(line),
    ...options,
  });
  const worker: RunningWorker = {
    lines,
    runningTrainers: () => trainersIn(lines).filter(isRunning),
    ended,
    stop: async () => {
      stop.abort();
      await ended;
    },
  };
  cleanUpLater(() => worker.stop().catch(() => undefined));
  return worker;
}

const tiny: Settings = { dModel: 16, heads: 2, batchTokens: 64, warmupSteps: 4, maxLength: 12, epochs: 2 };

/** Far more epochs than any test waits for. */
export const endless: Settings = { epochs: 1000, evaluationsPerEpoch: 1, bleuSentences: 2 };

export function leaseOf(server: ProtocolServer, settings: Settings = {}): LeasedRun {
  return {
    runId: 'run-1',
    sweepId: 'sweep-1',
    attempt: server.currentAttempt,
    leaseToken: 'lease-1',
    leaseTtlMs: 15_000,
    config: resolveConfig(tiny, settings),
    seed: 1,
    split: smallSplit,
    checkpointStep: 0,
    stopping: { kind: 'none' },
    objective: { metric: 'validation/loss', goal: 'minimize', report: 'test/bleu' },
    keep: { models: 'best' },
    corpus: { ...server.corpus, targetLanguage: 'zh' },
    trainersOnMachine: 1,
  };
}

/** Process ids of all trainers that a log tells of, dead or alive. */
export function trainersIn(lines: readonly string[]): number[] {
  return lines.flatMap((line) => {
    const [, pid] = /trainer started, process (\d+)/.exec(line) ?? [];
    return pid === undefined ? [] : [Number(pid)];
  });
}

/** A zombie, which only its parent can put away, is not running. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const status = `/proc/${pid}/stat`;
  return !(existsSync(status) && readFileSync(status, 'utf8').split(') ')[1]?.startsWith('Z'));
}
