import { createReadStream } from 'node:fs';
import type { z } from 'zod';
import { errorResponseSchema } from '@/lib/domain/api';
import { type ErrorCode, errorCodes, HeldoutError } from '@/lib/domain/errors';
import { toJsonText } from '@/lib/domain/metric';
import {
  type FinishRequest,
  type KeptModel,
  type LeasedRun,
  type LeaseRequestInput,
  leaseResponseSchema,
  type RegisterRequest,
  type Report,
  type ReportResponse,
  registerResponseSchema,
  reportResponseSchema,
} from '@/lib/domain/protocol';

/** Answers are small and the server does no work in a request; a long poll waits this much longer than asked. */
const timeoutMs = 30_000;

/** The slowest connection that a model is sent over: 50 kB/s. */
const leastBytesPerMs = 50;

/** Whose run it is. */
export interface RunOwner {
  runId: string;
  attempt: number;
  leaseToken: string;
}

/** The server's side of the worker protocol. Every method throws HeldoutError with the code that the server gave. */
export interface ProtocolClient {
  register(request: RegisterRequest, signal: AbortSignal): Promise<string>;
  /** Long poll of at most waitMs. */
  lease(request: LeaseRequestInput, signal: AbortSignal): Promise<LeasedRun | null>;
  report(runId: string, report: Report): Promise<ReportResponse>;
  finish(runId: string, request: FinishRequest): Promise<void>;
  downloadCorpus(corpusId: string, signal: AbortSignal): Promise<Uint8Array>;
  /** Sends the file of a model as it is read. */
  uploadModel(owner: RunOwner, model: KeptModel, signal: AbortSignal): Promise<void>;
  /** Whether the server answers at all. */
  isThere(signal: AbortSignal): Promise<boolean>;
}

/**
 * @param serverUrl the dashboard's address, for example http://127.0.0.1:4242
 * @throws HeldoutError unauthorized without a token, invalid_input where the address is none
 */
export function createProtocolClient(serverUrl: string, token: string): ProtocolClient {
  if (token === '') {
    throw new HeldoutError(
      'unauthorized',
      "Starting a worker: it has no token; set HELDOUT_WORKER_TOKEN to the worker token in the server's tokens.json.",
    );
  }
  if (!URL.canParse(serverUrl)) {
    throw new HeldoutError(
      'invalid_input',
      `Starting a worker: "${serverUrl}" is not an address; give one like http://127.0.0.1:4242.`,
    );
  }

  const request = async (
    method: 'GET' | 'POST' | 'PUT',
    path: string,
    { body, file, limitMs = timeoutMs, signal }: RequestOptions,
  ): Promise<Response> => {
    const timeout = AbortSignal.timeout(limitMs);
    const init = {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...file?.headers,
      },
      ...(body ? { body: toJsonText(body) } : {}),
      // Without duplex, fetch refuses a body that it reads as it sends.
      ...(file ? { body: fileStream(file.path), duplex: 'half' } : {}),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    };
    let response: Response;
    try {
      response = await fetch(new URL(`/api/v1/${path}`, serverUrl), init);
    } catch (cause) {
      throw new HeldoutError(
        'server_unreachable',
        `The server at ${serverUrl} does not answer ${method} /${shown(path)}: ${reasonOf(cause)}.`,
        { cause },
      );
    }
    if (response.ok) return response;
    throw await refusal(response, method, shown(path));
  };

  const post = async <T extends z.ZodType>(
    path: string,
    body: object,
    schema: T,
    options: { limitMs?: number; signal?: AbortSignal } = {},
  ): Promise<z.output<T>> => schema.parse(await (await request('POST', path, { body, ...options })).json());

  return {
    register: async (body, signal) =>
      (await post('workers/register', body, registerResponseSchema, { signal })).workerId,
    lease: async (body, signal) =>
      (
        await post('workers/lease', body, leaseResponseSchema, {
          limitMs: body.waitMs + timeoutMs,
          signal,
        })
      ).run,
    report: (runId, body) => post(`runs/${encodeURIComponent(runId)}/report`, body, reportResponseSchema),
    finish: async (runId, body) => {
      await request('POST', `runs/${encodeURIComponent(runId)}/finish`, { body });
    },
    downloadCorpus: async (corpusId, signal) => {
      const path = `corpora/${encodeURIComponent(corpusId)}/file`;
      const response = await request('GET', path, { limitMs: 10 * timeoutMs, signal });
      return new Uint8Array(await response.arrayBuffer());
    },
    uploadModel: async ({ runId, attempt, leaseToken }, model, signal) => {
      const { moment, step, epoch, path, bytes, sha256 } = model;
      const query = new URLSearchParams({
        attempt: String(attempt),
        leaseToken,
        step: String(step),
        epoch: String(epoch),
      });
      await request('PUT', `runs/${encodeURIComponent(runId)}/models/${moment}?${query}`, {
        file: { path, headers: { 'content-length': String(bytes), 'x-sha256': sha256 } },
        limitMs: timeoutMs + Math.ceil(bytes / leastBytesPerMs),
        signal,
      });
    },
    isThere: (signal) =>
      request('GET', 'health', { signal }).then(
        () => true,
        () => false,
      ),
  };
}

interface RequestOptions {
  body?: object;
  /** Sent as the body. */
  file?: { path: string; headers: Record<string, string> };
  limitMs?: number;
  signal?: AbortSignal;
}

function fileStream(path: string): ReadableStream<Uint8Array> {
  const chunks = createReadStream(path, { highWaterMark: 2 ** 18 })[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await chunks.next();
      if (next.done) controller.close();
      else controller.enqueue(next.value);
    },
    async cancel() {
      await chunks.return?.();
    },
  });
}

/** Whether the same request may succeed later: the server is away, restarting, or in trouble of its own. */
export function isTransient(error: unknown): boolean {
  const transient: readonly ErrorCode[] = [
    'server_unreachable',
    'storage_unavailable',
    'storage_full',
    'internal',
  ];
  return error instanceof HeldoutError && transient.includes(error.code);
}

/** A query may hold a lease token, which is for no log. */
function shown(path: string): string {
  return path.replace(/\?.*/, '');
}

async function refusal(response: Response, method: string, path: string): Promise<HeldoutError> {
  const parsed = errorResponseSchema.safeParse(await response.json().catch(() => null));
  const code = parsed.success && errorCodes.find((known) => known === parsed.data.error.code);
  const message = parsed.success ? parsed.data.error.message : `status ${response.status}`;
  return new HeldoutError(
    code || codeOfStatus(response.status),
    `The server refused ${method} /${path}: ${message}`,
  );
}

function codeOfStatus(status: number): ErrorCode {
  if (status === 401) return 'unauthorized';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'not_found';
  // A proxy or a half-started server in between answers in its own words.
  return status >= 500 || status === 429 ? 'server_unreachable' : 'invalid_input';
}

/** fetch says only "fetch failed"; the reason is in the error's cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause instanceof Error) {
    return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
  }
  return error.message;
}
