import type { z } from 'zod';
import { errorResponseSchema } from '@/lib/domain/api';
import { type ErrorCode, errorCodes, HeldoutError } from '@/lib/domain/errors';
import { toJsonText } from '@/lib/domain/metric';
import {
  type FinishRequest,
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

/** The server's side of the worker protocol. Every method throws HeldoutError with the code that the server gave. */
export interface ProtocolClient {
  register(request: RegisterRequest, signal: AbortSignal): Promise<string>;
  /** Long poll of at most waitMs. */
  lease(request: LeaseRequestInput, signal: AbortSignal): Promise<LeasedRun | null>;
  report(runId: string, report: Report): Promise<ReportResponse>;
  finish(runId: string, request: FinishRequest): Promise<void>;
  downloadCorpus(corpusId: string, signal: AbortSignal): Promise<Uint8Array>;
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
    method: 'GET' | 'POST',
    path: string,
    { body, limitMs = timeoutMs, signal }: { body?: object; limitMs?: number; signal?: AbortSignal },
  ): Promise<Response> => {
    const timeout = AbortSignal.timeout(limitMs);
    let response: Response;
    try {
      response = await fetch(new URL(`/api/v1/${path}`, serverUrl), {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body ? { 'content-type': 'application/json' } : {}),
        },
        ...(body ? { body: toJsonText(body) } : {}),
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      });
    } catch (cause) {
      throw new HeldoutError(
        'server_unreachable',
        `The server at ${serverUrl} does not answer ${method} /${path}: ${reasonOf(cause)}.`,
        { cause },
      );
    }
    if (response.ok) return response;
    throw await refusal(response, method, path);
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
  };
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
