import { readdirSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { errorResponseSchema } from '@/lib/domain/api';
import type { ServerContext } from '@/lib/server/context';
import { createToken } from '@/lib/server/tokens';
import { openTestServer } from '../../lib/server/harness';
import { call, loginCookie } from './call';

const apiFolder = fileURLToPath(new URL('../../../../app/api', import.meta.url));

interface Route {
  title: string;
  method: string;
  path: string;
  handler: unknown;
}

/** Every handler there is on disk, so that a new one cannot be forgotten here. */
async function routes(): Promise<Route[]> {
  const files = readdirSync(apiFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.name === 'route.ts')
    .map((entry) => entry.parentPath);
  const found = await Promise.all(
    files.map(async (folder) => {
      const module: Record<string, unknown> = await import(pathToFileURL(`${folder}/route.ts`).href);
      const path = `/api/${relative(apiFolder, folder).split(sep).join('/')}`;
      return ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']
        .filter((method) => method in module)
        .map((method) => ({ title: `${method} ${path}`, method, path, handler: module[method] }));
    }),
  );
  return found.flat();
}

const all = await routes();
const open = ['GET /api/v1/health'];
const forWorkers = [
  'POST /api/v1/workers/register',
  'POST /api/v1/workers/lease',
  'POST /api/v1/runs/[id]/finish',
];
const forBoth = [
  'GET /api/v1/corpora',
  'GET /api/v1/corpora/[id]',
  'GET /api/v1/corpora/[id]/file',
  // A lease token says whose run it is: a worker's, or that of a person who imports it.
  'POST /api/v1/runs/[id]/report',
  'PUT /api/v1/runs/[id]/models/[moment]',
];
const forAdmin = ['POST /api/v1/login-tokens'];
/** Not for the tokens that people make for their scripts. */
const forOwners = [
  'GET /api/v1/tokens',
  'POST /api/v1/tokens',
  'DELETE /api/v1/tokens/[id]',
  'POST /api/v1/backup',
  'GET /api/v1/integrity',
];

let context: ServerContext;
beforeEach(() => {
  context = openTestServer().context;
});

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

async function answerTo({ handler, method, path }: Route, headers: Record<string, string>) {
  const response = await call(handler, { method, path, headers, params: { id: 'none' } });
  const refusal = errorResponseSchema.safeParse(await response.json().catch(() => null));
  return { status: response.status, code: refusal.data?.error.code };
}

/** Whatever the request's own fate, it was not turned away for who sent it. */
const letIn = expect.not.objectContaining({ code: expect.stringMatching(/^(unauthorized|forbidden)$/) });
const refused = { status: 401, code: 'unauthorized' };
const wrongRole = { status: 403, code: 'forbidden' };

describe('authorisation', () => {
  it('knows every route', () => {
    expect(all.length).toBeGreaterThanOrEqual(24);
    const titles = all.map(({ title }) => title);
    for (const title of [...open, ...forWorkers, ...forBoth, ...forAdmin, ...forOwners])
      expect(titles).toContain(title);
  });

  it.each(all.filter(({ title }) => !open.includes(title)))('$title needs credentials', async (route) => {
    expect(await answerTo(route, {})).toEqual(refused);
    expect(await answerTo(route, bearer('x'.repeat(43)))).toEqual(refused);
    expect(await answerTo(route, { authorization: context.tokens.admin })).toEqual(refused);
    expect(await answerTo(route, { cookie: 'heldout_4242=guess' })).toEqual(refused);
  });

  it.each(all)('$title answers only to its own hosts', async (route) => {
    const headers = { ...bearer(context.tokens.admin), host: 'evil.example:4242' };
    expect(await answerTo(route, headers)).toEqual(wrongRole);
  });

  it.each(all)('$title lets in whom it should, and no other', async (route) => {
    const { title } = route;
    const isWorkers = forWorkers.includes(title);
    const isBoth = forBoth.includes(title) || open.includes(title);
    const cookie = loginCookie();
    const origin = 'http://127.0.0.1:4242';
    expect(await answerTo(route, bearer(context.tokens.worker))).toEqual(
      isWorkers || isBoth ? letIn : wrongRole,
    );
    expect(await answerTo(route, bearer(context.tokens.admin))).toEqual(isWorkers ? wrongRole : letIn);
    const isBrowsers = !isWorkers && !forAdmin.includes(title);
    expect(await answerTo(route, { cookie, origin })).toEqual(isBrowsers ? letIn : wrongRole);
    const isScripts = isBrowsers && !forOwners.includes(title);
    const person = createToken({ name: 'script', role: 'person' }).secret;
    expect(await answerTo(route, bearer(person))).toEqual(isScripts ? letIn : wrongRole);
    const worker = createToken({ name: 'machine', role: 'worker' }).secret;
    expect(await answerTo(route, bearer(worker))).toEqual(isWorkers || isBoth ? letIn : wrongRole);
  });

  it.each(all.filter(({ method, title }) => method !== 'GET' && !forWorkers.includes(title)))(
    '$title refuses a browser that another site sends',
    async (route) => {
      const cookie = loginCookie();
      for (const origin of [undefined, 'null', 'http://evil.example', 'http://127.0.0.1:9999']) {
        expect(await answerTo(route, { cookie, ...(origin === undefined ? {} : { origin }) })).toEqual(
          wrongRole,
        );
      }
    },
  );

  it('tells a worker without a token what to do, in one sentence', async () => {
    const register = all.find(({ title }) => title === 'POST /api/v1/workers/register');
    const response = await call(register?.handler, { method: 'POST', path: '/', headers: {} });
    const { error } = errorResponseSchema.parse(await response.json());
    expect(error.message).toBe(
      `A worker needs its token, and none was sent: set HELDOUT_WORKER_TOKEN to "worker" of tokens.json in the server's data directory.`,
    );
  });
});
