import type { z } from 'zod';
import { errorResponseSchema } from '@/lib/domain/api';

/** A refusal of the API, with the place in the input that it is about, where there is one. */
export class ApiError extends Error {
  readonly code: string;
  readonly path: string | undefined;

  constructor(code: string, message: string, path?: string) {
    super(message);
    this.name = 'ApiError';
    this.code = code;
    this.path = path;
  }
}

/**
 * Fetches JSON and checks it against the schema.
 * @throws ApiError with the server's own sentence, or server_unreachable where there was no answer
 */
export async function fetchJson<T extends z.ZodType>(
  url: string,
  schema: T,
  init: RequestInit = {},
): Promise<z.infer<T>> {
  return checkedBody(await request(url, init), schema, `${init.method ?? 'GET'} ${url}`);
}

/**
 * The same for an answer that has an entity tag: undefined where it is the one that is known already.
 *
 * @param knownTag of the answer before
 * @throws ApiError as fetchJson
 */
export async function fetchIfChanged<T extends z.ZodType>(
  url: string,
  schema: T,
  knownTag: string | null,
  init: RequestInit = {},
): Promise<{ value: z.infer<T>; tag: string | null } | undefined> {
  const response = await request(url, knownTag ? { ...init, headers: { 'if-none-match': knownTag } } : init);
  if (response.status === 304) return undefined;
  return { value: await checkedBody(response, schema, `GET ${url}`), tag: response.headers.get('etag') };
}

async function request(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiError('server_unreachable', 'The server did not answer. Is `heldout start` still running?');
  }
}

async function checkedBody<T extends z.ZodType>(
  response: Response,
  schema: T,
  what: string,
): Promise<z.infer<T>> {
  const body: unknown = await response.json().catch(() => undefined);
  if (response.ok) return schema.parse(body);
  const refusal = errorResponseSchema.safeParse(body);
  if (refusal.success) {
    const { code, message, path } = refusal.data.error;
    throw new ApiError(code, message, path);
  }
  throw new ApiError('internal', `${what} answered ${response.status} without saying why.`);
}

export function postJson<T extends z.ZodType>(
  url: string,
  body: unknown,
  schema: T,
  init: RequestInit = {},
): Promise<z.infer<T>> {
  return fetchJson(url, schema, {
    ...init,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

/** The sentence to show for anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
