import { createLoginToken, exchangeLoginToken } from '@/lib/server/auth';

export const host = '127.0.0.1:4242';

interface CallOptions {
  method?: string;
  path: string;
  headers?: Record<string, string>;
  params?: Record<string, string>;
  body?: BodyInit;
  signal?: AbortSignal;
}

/** Calls a route handler as Next does: with a Request and a promise of its parameters. */
export async function call(handler: unknown, options: CallOptions): Promise<Response> {
  if (typeof handler !== 'function') throw new Error(`${options.path} has no handler`);
  const { method = 'GET', path, headers = {}, params = {}, body, signal } = options;
  const request = new Request(`http://${host}${path}`, {
    method,
    headers: { host, ...headers },
    ...(body === undefined ? {} : { body }),
    ...(signal ? { signal } : {}),
  });
  const response: unknown = await handler(request, { params: Promise.resolve(params) });
  if (!(response instanceof Response)) throw new Error(`${path} answered with no response`);
  return response;
}

/** The Cookie header of a browser that has just signed in. */
export function loginCookie(): string {
  const [cookie = ''] = (exchangeLoginToken(createLoginToken(), host) ?? '').split(';');
  return cookie;
}
