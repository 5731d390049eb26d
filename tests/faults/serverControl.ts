import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { type Client, createClient } from '@/workers/cli/client';
import { readTokens } from '@/workers/cli/home';
import { createProtocolClient, type ProtocolClient } from '@/workers/protocolClient';
import { cleanUpLater } from '../integration/workers/harness';

const root = fileURLToPath(new URL('../..', import.meta.url));

const accessSchema = z.object({
  atMs: z.number(),
  runId: z.string(),
  action: z.enum(['report', 'finish']),
  attempt: z.int(),
  sequence: z.int().optional(),
  outcome: z.string().optional(),
  status: z.int(),
  tookMs: z.number(),
});
export type Access = z.infer<typeof accessSchema>;

export interface FaultServerOptions {
  home: string;
  leaseTtlMs?: number;
  firstBackOffMs?: number;
  /** Whether reports and finishes are noted, see accesses(). */
  notesAccesses?: boolean;
  /** Whether the corpus `phrasebook` is the one that users have; default: 60 pairs. */
  isPhrasebookWhole?: boolean;
}

/** A server in a process of its own, at one address however often it is killed and started. */
export class FaultServer {
  readonly home: string;
  readonly #options: FaultServerOptions;
  #child: ChildProcess | undefined;
  #port = 0;

  private constructor(options: FaultServerOptions) {
    this.home = options.home;
    this.#options = options;
  }

  /** Stopped after the test. */
  static async start(options: FaultServerOptions): Promise<FaultServer> {
    const server = new FaultServer(options);
    await server.up();
    cleanUpLater(() => server.kill());
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  async up(): Promise<void> {
    const { home, leaseTtlMs = 30_000, firstBackOffMs = 100, isPhrasebookWhole = false } = this.#options;
    const accessLog = this.#options.notesAccesses ? this.#accessLog : '';
    const job = { home, port: this.#port, leaseTtlMs, firstBackOffMs, isPhrasebookWhole, accessLog };
    const script = join(root, 'tests', 'faults', 'serverProcess.ts');
    const child = spawn(process.execPath, ['--import', 'tsx', script, JSON.stringify(job)], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.#child = child;
    this.#port = await new Promise<number>((resolve, reject) => {
      child.once('message', (message) => resolve(z.object({ port: z.int() }).parse(message).port));
      child.once('exit', (code) => reject(new Error(`the server ended with ${code} before it listened`)));
    });
  }

  /** kill -9. */
  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  /** The database is closed when it returns. */
  stop(): Promise<void> {
    return this.#end('SIGTERM');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await gone;
  }

  /** As somebody sets the machine's clock. */
  async stepClock(stepClockMs: number): Promise<void> {
    const child = this.#child;
    if (!child) throw new Error('the server is not running');
    await new Promise((resolve) => {
      child.once('message', resolve);
      child.send({ stepClockMs });
    });
  }

  get client(): Client {
    return createClient(this.url, readTokens(this.home)?.admin ?? '');
  }

  get workerToken(): string {
    return readTokens(this.home)?.worker ?? '';
  }

  /** What a worker has of it. */
  get protocol(): ProtocolClient {
    return createProtocolClient(this.url, this.workerToken);
  }

  /** Reports and finishes that were answered, oldest first. */
  accesses(): Access[] {
    if (!existsSync(this.#accessLog)) return [];
    const lines = readFileSync(this.#accessLog, 'utf8').split('\n').filter(Boolean);
    return lines.map((line) => accessSchema.parse(JSON.parse(line)));
  }

  get #accessLog(): string {
    return join(this.home, 'accesses.jsonl');
  }
}
