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
  let response: Response;
  try {
    response = await fetch(url, init);
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiError('server_unreachable', 'The server did not answer. Is `heldout start` still running?');
  }
  const body: unknown = await response.json().catch(() => undefined);
  if (response.ok) return schema.parse(body);
  const refusal = errorResponseSchema.safeParse(body);
  if (refusal.success) {
    const { code, message, path } = refusal.data.error;
    throw new ApiError(code, message, path);
  }
  throw new ApiError(
    'internal',
    `${init.method ?? 'GET'} ${url} answered ${response.status} without saying why.`,
  );
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
