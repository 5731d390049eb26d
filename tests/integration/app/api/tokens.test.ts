import { beforeEach, describe, expect, it } from 'vitest';
import { GET as checkIntegrity } from '@/app/api/v1/integrity/route';
import { POST as createLogin } from '@/app/api/v1/login-tokens/route';
import { GET as readStorage } from '@/app/api/v1/storage/route';
import { GET as listSweeps } from '@/app/api/v1/sweeps/route';
import { DELETE as revoke } from '@/app/api/v1/tokens/[id]/route';
import { POST as create, GET as list } from '@/app/api/v1/tokens/route';
import { PATCH as changeWorker } from '@/app/api/v1/workers/[id]/route';
import { POST as register } from '@/app/api/v1/workers/register/route';
import { errorResponseSchema, workerRowSchema } from '@/lib/domain/api';
import { storageSchema } from '@/lib/domain/storage';
import { newTokenSchema, tokenListSchema } from '@/lib/domain/token';
import type { ServerContext } from '@/lib/server/context';
import { type Clock, openTestServer, register as registerWorker } from '../../lib/server/harness';
import { call } from './call';

let context: ServerContext;
let clock: Clock;
beforeEach(() => {
  ({ context, clock } = openTestServer());
});

interface Sent {
  method?: string;
  body?: unknown;
  id?: string;
}

function send(handler: unknown, token: string, { method = 'GET', body, id = '' }: Sent = {}) {
  return call(handler, {
    method,
    path: '/',
    params: { id },
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

async function newToken(role: 'person' | 'worker') {
  const sent = { method: 'POST', body: { name: `a ${role}`, role } };
  const response = await send(create, context.tokens.admin, sent);
  expect(response.status).toBe(201);
  return newTokenSchema.parse(await response.json());
}

const rows = async () => tokenListSchema.parse(await (await send(list, context.tokens.admin)).json()).tokens;

const machine = { name: 'w', hostname: 'h', pid: 1, engine: 'e', device: 'd', threads: 1, version: '0' };

describe('tokens', () => {
  it("opens what its role does: a person's does not let others in, a worker's is the worker protocol", async () => {
    const person = await newToken('person');
    const worker = await newToken('worker');
    const post = { method: 'POST', body: { name: 'another', role: 'person' } };
    expect((await send(listSweeps, person.secret)).status).toBe(200);
    expect((await send(create, person.secret, post)).status).toBe(403);
    expect((await send(list, person.secret)).status).toBe(403);
    expect((await send(createLogin, person.secret, { method: 'POST' })).status).toBe(403);
    expect((await send(checkIntegrity, person.secret)).status).toBe(403);
    expect((await send(register, person.secret, { method: 'POST', body: machine })).status).toBe(403);
    expect((await send(register, worker.secret, { method: 'POST', body: machine })).status).toBe(200);
    expect((await send(listSweeps, worker.secret)).status).toBe(403);
  });

  it('is listed without its secret, and stored as a hash alone', async () => {
    const made = await newToken('person');
    const response = await send(list, context.tokens.admin);
    expect(await response.text()).not.toContain(made.secret);
    expect(await rows()).toMatchObject([
      { id: made.id, name: 'a person', role: 'person', lastUsedAtMs: null },
    ]);
    expect(JSON.stringify(context.store.apiTokens.list())).not.toContain(made.secret);
  });

  it('notes its last use at most once a minute', async () => {
    const { secret } = await newToken('person');
    const firstMs = clock.ms;
    await send(listSweeps, secret);
    expect(await rows()).toMatchObject([{ lastUsedAtMs: firstMs }]);
    clock.ms += 59_000;
    await send(listSweeps, secret);
    expect(await rows()).toMatchObject([{ lastUsedAtMs: firstMs }]);
    clock.ms += 1000;
    await send(listSweeps, secret);
    expect(await rows()).toMatchObject([{ lastUsedAtMs: firstMs + 60_000 }]);
  });

  it('opens nothing once it is revoked', async () => {
    const { id, secret } = await newToken('person');
    expect((await send(revoke, context.tokens.admin, { method: 'DELETE', id })).status).toBe(204);
    expect((await send(listSweeps, secret)).status).toBe(401);
    const again = await send(revoke, context.tokens.admin, { method: 'DELETE', id });
    expect(again.status).toBe(404);
    expect(errorResponseSchema.parse(await again.json()).error.code).toBe('not_found');
  });

  it('has a name and a role', async () => {
    const nameless = { method: 'POST', body: { name: '  ', role: 'person' } };
    expect((await send(create, context.tokens.admin, nameless)).status).toBe(400);
    const roleless = { method: 'POST', body: { name: 'x', role: 'admin' } };
    expect((await send(create, context.tokens.admin, roleless)).status).toBe(400);
  });
});

describe('storage', () => {
  it('says what the data directory holds', async () => {
    const storage = storageSchema.parse(await (await send(readStorage, context.tokens.admin)).json());
    expect(storage.home).toBe(context.home);
    expect(storage.bytes.database).toBeGreaterThan(10_000);
    expect(storage.bytes.corpora).toBeGreaterThan(0);
    expect(storage.bytes.models).toBe(0);
    expect(storage.counts).toEqual({ sweeps: 0, runs: 0, corpora: 2, models: 0, samples: 0, points: 0 });
  });
});

describe('PATCH /api/v1/workers/:id', () => {
  it('changes a duty, and says which there are', async () => {
    const id = registerWorker();
    const { admin } = context.tokens;
    const response = await send(changeWorker, admin, { method: 'PATCH', id, body: { duty: 'drain' } });
    expect(workerRowSchema.parse(await response.json())).toMatchObject({ id, duty: 'drain' });
    const unknown = await send(changeWorker, admin, { method: 'PATCH', id, body: { duty: 'sleep' } });
    expect(unknown.status).toBe(400);
  });
});
