import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { compileProgram } from '@/workers/bootstrap/compile.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
/** As `npm run heldout` starts it. */
const program = await compileProgram();

export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

function spawnHeldout(args: readonly string[], env: Record<string, string>): ChildProcess {
  return spawn(process.execPath, [program, ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1', ...env },
  });
}

function collect(child: ChildProcess): { stdout: () => string; stderr: () => string } {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    stdout += chunk.toString('utf8');
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString('utf8');
  });
  return { stdout: () => stdout, stderr: () => stderr };
}

/** Runs the command line as a user does, to its end. */
export function heldout(args: readonly string[], env: Record<string, string> = {}): Promise<Finished> {
  const child = spawnHeldout(args, env);
  const output = collect(child);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout: output.stdout(), stderr: output.stderr() }));
  });
}

/** A fresh data directory, and the function that removes it. */
export function temporaryHome(): { home: string; remove: () => void } {
  const home = mkdtempSync(join(tmpdir(), 'heldout-test-'));
  return { home, remove: () => rmSync(home, { recursive: true, force: true }) };
}

/** A port that was free a moment ago, given by the system. */
export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

export interface RunningHeldout {
  url: string;
  loginUrl: string;
  home: string;
  /** Ctrl-C, then waits for the end. */
  stop(): Promise<Finished>;
  /** As the system's out-of-memory killer ends it. */
  kill(): Promise<Finished>;
  log(): string;
}

/** `heldout start` in a temporary data directory, with real workers on the processor, whatever else there is. */
export async function startHeldout(options: { home: string; workers: number }): Promise<RunningHeldout> {
  const port = await freePort();
  const workers = ['--workers', String(options.workers), '--engine', 'onnx-cpu'];
  const args = ['start', '--json', '--port', String(port), ...workers];
  const child = spawnHeldout(args, { HELDOUT_HOME: options.home });
  const output = collect(child);
  const closed = new Promise<Finished>((resolve) => {
    child.once('close', (code) => resolve({ code, stdout: output.stdout(), stderr: output.stderr() }));
  });
  const started = new Promise<{ url: string; loginUrl: string }>((resolve, reject) => {
    child.stdout?.on('data', () => {
      const text = output.stdout();
      if (!text.trimEnd().endsWith('}')) return;
      resolve(z.object({ url: z.string(), loginUrl: z.string() }).parse(JSON.parse(text)));
    });
    closed.then((end) => reject(new Error(`heldout start ended with ${end.code}: ${end.stderr}`)));
  });
  const { url, loginUrl } = await started;
  return {
    url,
    loginUrl,
    home: options.home,
    stop: async () => {
      child.kill('SIGINT');
      return closed;
    },
    kill: async () => {
      child.kill('SIGKILL');
      return closed;
    },
    log: output.stderr,
  };
}
