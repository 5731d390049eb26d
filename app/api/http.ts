import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { type ErrorCode, HeldoutError } from '@/lib/domain/errors';
import { toJsonText } from '@/lib/domain/metric';
import { type Access, authorise } from '@/lib/server/auth';
import { isLoopback } from '@/lib/server/hosts';
import { readText } from './body';

const statuses: Record<ErrorCode, number> = {
  invalid_input: 400,
  invalid_config: 400,
  invalid_sweep: 400,
  too_many_variants: 400,
  invalid_corpus: 400,
  checksum_mismatch: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  not_comparable: 409,
  stale_attempt: 409,
  payload_too_large: 413,
  storage_unavailable: 503,
  storage_full: 507,
  port_in_use: 500,
  server_unreachable: 500,
  engine_unavailable: 500,
  unsupported_kernel: 500,
  diverged: 500,
  internal: 500,
};

/** Enough for a sweep spec, and for a full report (20,000 points of several metrics, with samples). */
const maxJsonBytes = 8 * 2 ** 20;

interface Call<Params> {
  request: Request;
  params: Params;
  url: URL;
}

/**
 * A route handler: authorises, then answers; whatever is thrown becomes {error: {code, message, path?}} with its status.
 *
 * @param access who may call it
 */
export function handle<Params = Record<string, never>>(
  access: Access,
  answer: (call: Call<Params>) => Response | Promise<Response>,
): (request: Request, context: { params: Promise<Params> }) => Promise<Response> {
  return async (request, context) => {
    try {
      authorise(request, access);
      return await answer({ request, params: await context.params, url: new URL(request.url) });
    } catch (error) {
      return errorResponse(error, request);
    }
  };
}

export function json(value: unknown, status = 200): Response {
  return jsonText(toJsonText(value), status);
}

/** An answer that is JSON already. */
export function jsonText(text: string, status = 200): Response {
  return new Response(text, {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
  });
}

/**
 * An answer of megabytes. Next compresses what it answers, which on the way to a browser on the same machine takes
 * longer than everything else (7 MB of curves: 600 ms); RFC 9111 §5.2.2.6 lets an answer forbid it.
 */
export function largeJsonText(request: Request, text: string): Response {
  const response = jsonText(text);
  if (isLoopback(request.headers.get('host'))) response.headers.append('cache-control', 'no-transform');
  return response;
}

/** JSON with an entity tag of its content (RFC 9110 §8.8.3); 304 where the caller has it already. */
export function jsonIfChanged(request: Request, value: unknown): Response {
  const text = toJsonText(value);
  const tag = `"${createHash('sha256').update(text).digest('base64url')}"`;
  const isKnown = request.headers.get('if-none-match') === tag;
  const response = isKnown ? new Response(null, { status: 304 }) : jsonText(text);
  response.headers.set('etag', tag);
  return response;
}

/** Headers of an answer that is saved, never shown: an uploaded file must not run as a page of this origin. */
export function attachment(filename: string, contentType: string): HeadersInit {
  return {
    'content-type': contentType,
    'content-disposition': `attachment; filename="${filename}"`,
    'cache-control': 'no-store',
  };
}

/**
 * @param what the request, for the message: "Report"
 * @throws HeldoutError invalid_input naming field and value, payload_too_large
 */
export async function readBody<T extends z.ZodType>(
  request: Request,
  schema: T,
  what: string,
): Promise<z.output<T>> {
  const body = parseJson(await readText(request, maxJsonBytes), what);
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const path = issue?.path.map(String).join('.') ?? '';
  const given = JSON.stringify(valueAt(body, issue?.path ?? []))?.slice(0, 80) ?? 'nothing';
  throw new HeldoutError('invalid_input', `${what}: ${path || 'body'}: ${issue?.message} (got ${given})`, {
    path,
  });
}

/** A sweep spec as it was sent: JSON as a value, YAML as its text, which the sweep's own parser reads. */
export async function readSpec(request: Request): Promise<unknown> {
  const text = await readText(request, maxJsonBytes);
  const isYaml = /\b(x-)?yaml\b/.test(request.headers.get('content-type') ?? '');
  return isYaml ? text : parseJson(text, 'Sweep spec');
}

function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const shown = JSON.stringify(text.slice(0, 40));
    throw new HeldoutError('invalid_input', `${what}: expected JSON, got ${shown}`, { cause });
  }
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (parent, key) => (typeof parent === 'object' && parent !== null ? Reflect.get(parent, key) : undefined),
    value,
  );
}

function errorResponse(error: unknown, request: Request): Response {
  if (error instanceof HeldoutError) {
    const { code, message, path } = error;
    const status = statuses[code];
    // Workers repeat what a full disk refuses: its sentence says all, a stack each time would bury the rest.
    if (status >= 500) console.error(status === 500 ? error : message);
    return json({ error: { code, message, ...(path === undefined ? {} : { path }) } }, status);
  }
  // What is not foreseen may hold anything: it goes to the server's log, not to the caller.
  console.error(`${request.method} ${new URL(request.url).pathname} failed:`, error);
  const message = 'The server failed in a way it did not foresee; its log on stderr says how.';
  return json({ error: { code: 'internal', message } }, 500);
}
