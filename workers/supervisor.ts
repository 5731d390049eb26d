import { type ChildProcess, spawn } from 'node:child_process';
import { hostname } from 'node:os';
import { createInterface } from 'node:readline';
import type { EngineId } from '@/lib/engine/types';
import type { DeviceShareSettings } from './deviceShare';
import { configurationExitCode } from './exitCode';
import { argumentsFor, programRoot } from './ownProcess';
import type { ThreadSetting } from './threads';

const firstRestartMs = 1000;
const longestRestartMs = 30_000;
/** A worker that lived this long did not crash at once: its next restart is quick again. */
const stableAfterMs = 60_000;
/** A worker hands its run back within 30 s; one that does not is stuck. */
const stopLimitMs = 30_000;

export interface SupervisorOptions {
  /** Worker processes. */
  count: number;
  /** Threads of each one's trainer. */
  threads: ThreadSetting;
  engine: EngineId;
  /** What the engine computes on; default: the processor. */
  device?: string;
  /** How the workers' trainers share the device; default: they do not ask for it. */
  share?: DeviceShareSettings | undefined;
  /** Of the workers, which are numbered where there are several; default: the hostname, numbered. */
  name?: string;
  serverUrl: string;
  token: string;
  home: string;
  onLog(line: string): void;
}

export interface Supervisor {
  /** Workers hand their runs back; resolves when all are gone. */
  stop(): Promise<void>;
  /** Settles once none is left that would be started again: each gave up, or was stopped. */
  ended: Promise<void>;
}

/** Starts local workers and keeps them running: one that crashes is started again, later each time. */
export function superviseWorkers(options: SupervisorOptions): Supervisor {
  const { count, name } = options;
  const nameOf = (number: number) => (name && count === 1 ? name : `${name ?? hostname()}-${number}`);
  const workers = Array.from({ length: count }, (_, index) => superviseWorker(options, nameOf(index + 1)));
  return {
    stop: async () => {
      await Promise.all(workers.map((worker) => worker.stop()));
    },
    ended: Promise.all(workers.map((worker) => worker.ended)).then(() => undefined),
  };
}

function superviseWorker(options: SupervisorOptions, name: string): Supervisor {
  let stopping = false;
  let restartMs = firstRestartMs;
  let restart: NodeJS.Timeout | undefined;
  let child: ChildProcess | undefined;
  let gone: Promise<void> = Promise.resolve();
  let settle: () => void = () => undefined;
  const over = new Promise<void>((resolve) => {
    settle = resolve;
  });

  const start = () => {
    const startedMs = performance.now();
    const started = spawnWorker(options, name);
    child = started;
    gone = new Promise((resolve) => {
      // A process that could not be started has no exit.
      started.once('error', (error) => ended(error.message, null));
      started.once('exit', (code, signal) => ended(signal ?? `exit code ${code}`, code));
      const ended = (how: string, code: number | null) => {
        resolve();
        if (stopping) return;
        if (code === configurationExitCode) {
          options.onLog(`${name}: gave up; it is not started again.`);
          settle();
          return;
        }
        if (performance.now() - startedMs >= stableAfterMs) restartMs = firstRestartMs;
        options.onLog(`${name}: ended (${how}); starting it again in ${restartMs / 1000} s.`);
        restart = setTimeout(start, restartMs);
        restartMs = Math.min(longestRestartMs, 2 * restartMs);
      };
    });
  };
  start();

  return {
    stop: async () => {
      stopping = true;
      clearTimeout(restart);
      child?.kill('SIGTERM');
      const forced = setTimeout(() => child?.kill('SIGKILL'), stopLimitMs);
      await gone;
      clearTimeout(forced);
      settle();
    },
    ended: over,
  };
}

/** The token goes by environment: arguments can be read by every user of a machine. */
function spawnWorker(options: SupervisorOptions, name: string): ChildProcess {
  const { count, threads, engine, device, share } = options;
  const settings = {
    name,
    threads: String(threads),
    engine,
    'started-together': String(count),
    ...(device ? { device } : {}),
    ...(share ? { share: JSON.stringify(share) } : {}),
  };
  const args = Object.entries(settings).map(([key, value]) => `--${key}=${value}`);
  const child = spawn(process.execPath, argumentsFor(new URL('./main.ts', import.meta.url), args), {
    cwd: programRoot,
    // A process group of its own: Ctrl-C reaches the supervisor, which stops workers in order. Should the supervisor
    // be killed, the closed channel tells the worker.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      ...process.env,
      HELDOUT_URL: options.serverUrl,
      HELDOUT_WORKER_TOKEN: options.token,
      HELDOUT_HOME: options.home,
    },
  });
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream }).on('line', options.onLog);
  }
  return child;
}
