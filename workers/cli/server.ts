import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { errorResponseSchema } from '@/lib/domain/api';
import { HeldoutError } from '@/lib/domain/errors';
import { chooseEngine, type EngineWish } from '../engineChoice';
import { programRoot } from '../ownProcess';
import { superviseWorkers } from '../supervisor';
import type { ThreadSetting } from '../threads';
import { describePlan, planWorkers, type ReplicaCount, type WorkerCount } from '../workerPlan';
import { type Client, createClient } from './client';
import {
  readRunningServer,
  readTokens,
  removeRunningServer,
  requireWritable,
  writeRunningServer,
} from './home';
import { say } from './output';

const startupLimitMs = 60_000;

export interface StartOptions {
  home: string;
  host: string;
  port: number;
  allowedHosts: string[];
  workers: WorkerCount;
  replicas: ReplicaCount;
  /** Of the GPU, in place of what its driver says; null: as it says. */
  deviceMemoryBytes: number | null;
  threads: ThreadSetting;
  engine: EngineWish;
  /** Aborted while the device is measured: the measurement ends, and the server starts without. */
  signal?: AbortSignal | undefined;
  /** A line of a worker: a run started, a worker crashed. */
  onWorkerLog(line: string): void;
}

export interface StartedServer {
  url: string;
  client: Client;
  /** Local workers. */
  workers: number;
  /** One-time address: opens the dashboard and signs the browser in. */
  loginUrl(): Promise<string>;
  /** Stops workers first, so that they hand their runs back, then the server. */
  stop(): Promise<void>;
  /** Settles when the server ends by itself; stop() does not settle it. */
  crashed: Promise<string>;
}

const loopback = ['127.0.0.1', 'localhost', '::1'];

function refuseOpenBind(host: string, allowedHosts: readonly string[]): void {
  if (loopback.includes(host) || allowedHosts.length > 0) return;
  throw new HeldoutError(
    'invalid_input',
    `--host ${host} opens the dashboard to other machines: name the hosts it may be reached under with --allowed-host NAME`,
  );
}

/** @throws HeldoutError port_in_use */
async function requireFreePort(host: string, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      const message =
        error.code === 'EADDRINUSE'
          ? `port ${port} on ${host} is in use: stop what uses it, or choose another with --port ${port + 1}`
          : `cannot listen on ${host}:${port} (${error.code}): choose another with --host or --port`;
      reject(new HeldoutError('port_in_use', message, { cause: error }));
    });
    probe.listen(port, host, () => probe.close(() => resolve()));
  });
}

const healthSchema = z.object({ instance: z.string().nullable() });

/** Whether that very server answers; another one at the same address is none. */
async function health(
  url: string,
  instance: string,
): Promise<{ ok: boolean; problem: string | null } | null> {
  try {
    const response = await fetch(new URL('/api/v1/health', url), { signal: AbortSignal.timeout(10_000) });
    if (response.ok) {
      const isOurs = healthSchema.parse(await response.json()).instance === instance;
      return isOurs ? { ok: true, problem: null } : null;
    }
    const parsed = errorResponseSchema.safeParse(await response.json());
    return { ok: false, problem: parsed.success ? parsed.data.error.message : `status ${response.status}` };
  } catch {
    return null;
  }
}

/** One process opens a database, so a data directory has one server. */
async function refuseSecondServer(home: string): Promise<void> {
  const running = readRunningServer(home);
  if (running && (await health(running.url, running.instance))?.ok) {
    throw new HeldoutError(
      'conflict',
      `a Heldout server already serves ${home} at ${running.url}: use that one, stop it, or set HELDOUT_HOME to another directory`,
    );
  }
}

function exitOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
}

/**
 * Starts the dashboard's server and its local workers.
 *
 * @throws HeldoutError storage_unavailable, port_in_use, conflict, invalid_input, engine_unavailable: before anything
 *   has started
 */
export async function startServer(options: StartOptions): Promise<StartedServer> {
  const { home, host, port } = options;
  refuseOpenBind(host, options.allowedHosts);
  requireWritable(home);
  await refuseSecondServer(home);
  await requireFreePort(host, port);
  if (!existsSync(join(programRoot, '.next', 'BUILD_ID'))) {
    throw new HeldoutError(
      'internal',
      'the dashboard is not built: run npm run build, or npm run quickstart',
    );
  }

  const choice = options.workers === 0 ? null : await chooseEngine(options.engine);
  if (choice) say(`Training with ${choice.why}.`);
  const plan = choice && (await planWorkers({ ...options, choice, say }));
  const planned = choice && plan && describePlan(plan, choice);
  if (planned) say(planned);

  const url = `http://${host === '::1' ? '[::1]' : host === '0.0.0.0' ? '127.0.0.1' : host}:${port}`;
  const next = join(programRoot, 'node_modules', 'next', 'dist', 'bin', 'next');
  const preload = pathToFileURL(join(programRoot, 'workers', 'bootstrap', 'endWithParent.mjs')).href;
  const instance = randomUUID();
  const args = ['--import', preload, next, 'start', '--hostname', host, '--port', String(port)];
  const child = spawn(process.execPath, args, {
    cwd: programRoot,
    // A group of its own: Ctrl-C reaches this process, which stops workers first and the server last. Should this
    // process be killed, the closed channel tells the server.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      HELDOUT_HOME: home,
      HELDOUT_INSTANCE: instance,
      HELDOUT_ALLOWED_HOSTS: options.allowedHosts.join(','),
    },
  });
  let output = '';
  const collect = (chunk: Buffer) => {
    output = (output + chunk.toString('utf8')).slice(-4000);
  };
  child.stdout?.on('data', collect);
  child.stderr?.on('data', (chunk: Buffer) => {
    collect(chunk);
    process.stderr.write(chunk);
  });
  const exited = exitOf(child);
  let ended: string | null = null;
  exited.then((reason) => {
    ended = reason;
  });
  const killGroup = (signal: NodeJS.Signals) => {
    if (ended !== null || child.pid === undefined) return;
    try {
      process.kill(-child.pid, signal);
    } catch {
      child.kill(signal);
    }
  };
  // Whatever ends this process must not leave a server behind.
  process.once('exit', () => killGroup('SIGKILL'));

  const deadline = Date.now() + startupLimitMs;
  for (;;) {
    if (ended !== null)
      throw new HeldoutError('internal', `the dashboard's server ended (${ended}):\n${output.trim()}`);
    const state = await health(url, instance);
    if (state?.ok) break;
    if (state?.problem) {
      killGroup('SIGKILL');
      throw new HeldoutError('storage_unavailable', state.problem);
    }
    if (Date.now() > deadline) {
      killGroup('SIGKILL');
      throw new HeldoutError(
        'internal',
        `the dashboard did not answer at ${url} within ${startupLimitMs / 1000} s:\n${output}`,
      );
    }
    await delay(100);
  }
  const tokens = readTokens(home);
  if (!tokens) {
    killGroup('SIGKILL');
    throw new HeldoutError(
      'storage_unavailable',
      `${join(home, 'tokens.json')} is missing or unreadable: delete it and start again`,
    );
  }
  writeRunningServer(home, { url, pid: process.pid, instance });

  const client = createClient(url, tokens.admin);
  const count = plan?.count ?? 0;
  const workers =
    choice === null
      ? null
      : superviseWorkers({
          count,
          threads: options.threads,
          engine: choice.engine,
          device: choice.device,
          share: plan?.share,
          serverUrl: url,
          token: tokens.worker,
          home,
          onLog: options.onWorkerLog,
        });

  let stopping = false;
  return {
    url,
    client,
    workers: count,
    loginUrl: async () => `${url}/login?token=${await client.createLoginToken()}`,
    stop: async () => {
      if (stopping) return;
      stopping = true;
      await workers?.stop();
      killGroup('SIGTERM');
      const forced = setTimeout(() => killGroup('SIGKILL'), 5000);
      await exited;
      clearTimeout(forced);
      removeRunningServer(home);
    },
    crashed: new Promise((resolve) => {
      exited.then((reason) => {
        if (!stopping) resolve(`the dashboard's server ended (${reason})`);
      });
    }),
  };
}

/**
 * Resolves at the first Ctrl-C, SIGTERM or closed terminal; a second Ctrl-C ends the process at once. A second SIGTERM
 * does not: whoever stops a whole process group sends one here, and the wrapper that got one too passes it on.
 */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    const onSignal = (signal: NodeJS.Signals) => {
      if (asked && signal === 'SIGINT') process.exit(130);
      if (asked) return;
      asked = true;
      say('\nStopping: workers hand their runs back …');
      resolve();
    };
    process.on('SIGINT', onSignal);
    process.on('SIGTERM', onSignal);
    process.on('SIGHUP', onSignal);
  });
}
