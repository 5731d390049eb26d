import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { buffer, text } from 'node:stream/consumers';
import { encodePairs } from '@/lib/data/canonical';
import type { Pair } from '@/lib/domain/corpus';
import {
  type FinishRequest,
  finishRequestSchema,
  type LeasedRun,
  type LeaseRequest,
  leaseRequestSchema,
  type RegisterRequest,
  type Report,
  type ReportResponse,
  registerRequestSchema,
  reportSchema,
} from '@/lib/domain/protocol';

interface Answer {
  status: number;
  body: object | Uint8Array;
}

const refuse = (status: number, code: string, message: string): Answer => ({
  status,
  body: { error: { code, message } },
});

/**
 * The server's side of the worker protocol, in memory: leases what is queued, keeps what is reported. Like the real
 * one it parses every body, takes each sequence number once, and refuses what comes from a stale attempt.
 */
export class ProtocolServer {
  readonly token = 'worker-token';
  readonly registered: RegisterRequest[] = [];
  readonly leaseRequests: LeaseRequest[] = [];
  readonly reports: Report[] = [];
  readonly finishes: (FinishRequest & { runId: string })[] = [];
  readonly problems: string[] = [];
  /** Of models, as they came. */
  readonly models: { runId: string; query: URLSearchParams; bytes: Buffer }[] = [];
  /** A server of before models were kept knows no such route. */
  keepsModels = true;
  /** Answered to every report. */
  command: ReportResponse['command'] = 'continue';
  /** In its place, to reports of one attempt. */
  readonly commands = new Map<number, ReportResponse['command']>();
  /** Attempts below it are refused. */
  currentAttempt = 1;
  downloads = 0;
  readonly corpus: { id: string; slug: string; fingerprint: string; bytes: number };
  #corpusBytes: Uint8Array;
  readonly #queue: LeasedRun[] = [];
  readonly #waiting = new Set<() => void>();
  readonly #watchers = new Set<() => void>();
  #server: Server | undefined;
  #port = 0;

  constructor(pairs: readonly Pair[]) {
    const { bytes, fingerprint } = encodePairs(pairs);
    this.#corpusBytes = bytes;
    this.corpus = { id: 'corpus-1', slug: 'small', fingerprint, bytes: bytes.length };
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Listens where it listened before. */
  async up(): Promise<void> {
    const server = createServer((request, response) => void this.#answer(request, response));
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve));
    const address = server.address();
    if (address && typeof address === 'object') this.#port = address.port;
  }

  /** Breaks off every connection, as a killed process does. */
  async down(): Promise<void> {
    const server = this.#server;
    if (!server) return;
    this.#server = undefined;
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  }

  damageCorpus(): void {
    this.#corpusBytes = new TextEncoder().encode('["damaged","x"]\n');
  }

  enqueue(run: LeasedRun): void {
    this.#queue.push(run);
    for (const wake of this.#waiting) wake();
  }

  /** Resolves once the condition holds; looked at whenever a worker asks for a run and a request has been answered. */
  until(condition: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (!condition()) return;
        this.#watchers.delete(look);
        resolve();
      };
      this.#watchers.add(look);
      look();
    });
  }

  /** Steps and values of a metric over all reports, in order of arrival. */
  curve(metric: string): { step: number; value: number }[] {
    return this.reports
      .flatMap(({ points }) => points.filter((columns) => columns.metric === metric))
      .flatMap(({ steps, values }) => steps.map((step, i) => ({ step, value: values[i] ?? Number.NaN })));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const { status, body } = await this.#route(request);
      const isBytes = body instanceof Uint8Array;
      response.writeHead(status, {
        'content-type': isBytes ? 'application/octet-stream' : 'application/json',
      });
      response.end(isBytes ? body : JSON.stringify(body));
    } catch (error) {
      this.problems.push(String(error));
      response.writeHead(400, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error: { code: 'invalid_input', message: String(error) } }));
    }
    for (const look of this.#watchers) look();
  }

  async #route(request: IncomingMessage): Promise<Answer> {
    if (request.headers.authorization !== `Bearer ${this.token}`) {
      return refuse(401, 'unauthorized', 'the worker token is wrong: copy it from tokens.json');
    }
    const path = (request.url ?? '').replace('/api/v1/', '');
    if (path === `corpora/${this.corpus.id}/file`) {
      this.downloads++;
      return { status: 200, body: this.#corpusBytes };
    }
    const [, owner = '', query = ''] = /^runs\/([^/]+)\/models\/best\?(.*)$/.exec(path) ?? [];
    if (owner !== '') {
      const bytes = await buffer(request);
      if (!this.keepsModels) return refuse(404, 'not_found', `no route ${path}`);
      this.models.push({ runId: owner, query: new URLSearchParams(query), bytes });
      return { status: 200, body: {} };
    }
    if (path === 'health') return { status: 200, body: {} };
    const body: unknown = JSON.parse(await text(request));
    if (path === 'workers/register') {
      this.registered.push(registerRequestSchema.parse(body));
      return { status: 200, body: { workerId: `worker-${this.registered.length}` } };
    }
    if (path === 'workers/lease') {
      const lease = leaseRequestSchema.parse(body);
      this.leaseRequests.push(lease);
      for (const look of this.#watchers) look();
      return this.#lease(lease.waitMs, request);
    }
    const [, runId, action] = /^runs\/([^/]+)\/(report|finish)$/.exec(path) ?? [];
    if (!runId) return refuse(404, 'not_found', `no route ${path}`);
    return action === 'report'
      ? this.#report(reportSchema.parse(body))
      : this.#finish(runId, finishRequestSchema.parse(body));
  }

  async #lease(waitMs: number, request: IncomingMessage): Promise<Answer> {
    if (this.#queue.length === 0) {
      await new Promise<void>((resolve) => {
        const wake = () => {
          this.#waiting.delete(wake);
          clearTimeout(timer);
          resolve();
        };
        const timer = setTimeout(wake, waitMs);
        this.#waiting.add(wake);
        request.socket.once('close', wake);
      });
    }
    if (request.socket.destroyed) return { status: 200, body: { run: null } };
    return { status: 200, body: { run: this.#queue.shift() ?? null } };
  }

  #report(report: Report): Answer {
    if (report.attempt < this.currentAttempt) return this.#stale(report.attempt);
    if (
      !this.reports.some(
        ({ sequence, attempt }) => sequence === report.sequence && attempt === report.attempt,
      )
    ) {
      this.reports.push(report);
    }
    const command = this.commands.get(report.attempt) ?? this.command;
    return { status: 200, body: { command, leaseExpiresInMs: 30_000 } };
  }

  #finish(runId: string, request: FinishRequest): Answer {
    if (request.attempt < this.currentAttempt) return this.#stale(request.attempt);
    this.finishes.push({ ...request, runId });
    return { status: 200, body: {} };
  }

  #stale(attempt: number): Answer {
    return refuse(409, 'stale_attempt', `attempt ${attempt} no longer holds the lease`);
  }
}
