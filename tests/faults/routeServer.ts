import { readdirSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join, relative, sep } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath, pathToFileURL } from 'node:url';

const routesFolder = fileURLToPath(new URL('../../app/api/v1/', import.meta.url));

interface Route {
  pattern: RegExp;
  parameters: string[];
  handlers: Record<string, unknown>;
}

/** One answered request, for those who watch. */
export interface Answered {
  method: string;
  path: string;
  body: Buffer;
  status: number;
  tookMs: number;
}

/**
 * The program's own route handlers under /api/v1, found in their folders as Next finds them, behind node:http. Faults
 * are injected into this server and not into Next's because its leases and back-offs can be made short, and because it
 * runs the sources as they are, without a build.
 */
export async function createRouteServer(onAnswered: (answered: Answered) => void): Promise<Server> {
  const routes = await loadRoutes();
  return createServer((request, response) => void answer(routes, request, response, onAnswered));
}

async function loadRoutes(): Promise<Route[]> {
  const files = readdirSync(routesFolder, { recursive: true, encoding: 'utf8' });
  const routes: Route[] = [];
  for (const file of files.filter((name) => name.endsWith(`route.ts`))) {
    const folder = relative(routesFolder, join(routesFolder, file, '..'))
      .split(sep)
      .join('/');
    const parameters = [...folder.matchAll(/\[(\w+)\]/g)].map(([, name = '']) => name);
    const handlers: Record<string, unknown> = await import(pathToFileURL(join(routesFolder, file)).href);
    routes.push({
      pattern: new RegExp(`^${folder.replaceAll(/\[\w+\]/g, '([^/]+)')}$`),
      parameters,
      handlers,
    });
  }
  // As in Next, a name goes before a parameter.
  return routes.sort((a, b) => a.parameters.length - b.parameters.length);
}

async function answer(
  routes: readonly Route[],
  request: IncomingMessage,
  response: ServerResponse,
  onAnswered: (answered: Answered) => void,
): Promise<void> {
  const { method = 'GET', url = '/' } = request;
  const startedMs = performance.now();
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const body = await buffer(request).catch(() => null);
  if (!body) return;
  const path = new URL(url, 'http://server').pathname.replace('/api/v1/', '');
  const result = await callRoute(routes, path, requestOf(request, body, gone.signal)).catch((error) => {
    console.error(error);
    return new Response('a route handler threw', { status: 500 });
  });
  const bytes = Buffer.from(await result.arrayBuffer());
  onAnswered({ method, path, body, status: result.status, tookMs: performance.now() - startedMs });
  if (gone.signal.aborted) return;
  response.writeHead(result.status, Object.fromEntries(result.headers));
  response.end(bytes);
}

function requestOf(request: IncomingMessage, body: Buffer, signal: AbortSignal): Request {
  const { method = 'GET', url = '/', headers } = request;
  const sent = new Headers();
  for (const [name, value] of Object.entries(headers)) if (typeof value === 'string') sent.set(name, value);
  return new Request(new URL(url, `http://${headers.host}`), {
    method,
    headers: sent,
    signal,
    ...(method === 'GET' || method === 'HEAD' ? {} : { body: new Uint8Array(body) }),
  });
}

async function callRoute(routes: readonly Route[], path: string, request: Request): Promise<Response> {
  for (const { pattern, parameters, handlers } of routes) {
    const match = pattern.exec(path);
    if (!match) continue;
    const handler = handlers[request.method];
    if (typeof handler !== 'function') return new Response('no such method', { status: 405 });
    const values = match.slice(1).map(decodeURIComponent);
    const params = Object.fromEntries(parameters.map((name, index) => [name, values[index]]));
    const response: unknown = await handler(request, { params: Promise.resolve(params) });
    if (response instanceof Response) return response;
  }
  return new Response('no such route', { status: 404 });
}
