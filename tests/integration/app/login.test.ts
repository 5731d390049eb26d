import { describe, expect, it } from 'vitest';
import { POST as createToken } from '@/app/api/v1/login-tokens/route';
import { GET as listSweeps } from '@/app/api/v1/sweeps/route';
import { GET as login } from '@/app/login/route';
import { openTestServer } from '../lib/server/harness';
import { call } from './api/call';

async function newToken(admin: string): Promise<string> {
  const headers = { authorization: `Bearer ${admin}` };
  const response = await call(createToken, { method: 'POST', path: '/', headers });
  return (await response.json()).token;
}

const signIn = (token: string, rest: { method?: string; headers?: Record<string, string> } = {}) =>
  call(login, { path: `/login?token=${token}`, ...rest });

describe('signing in', () => {
  it('exchanges a token for a cookie that opens the API, once', async () => {
    const { context } = openTestServer();
    const token = await newToken(context.tokens.admin);

    const first = await signIn(token);
    expect(first.status).toBe(303);
    expect(first.headers.get('location')).toBe('/');
    const cookie = first.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^heldout_4242=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=2592000$/);
    const headers = { cookie: `other=1; ${cookie.split(';')[0]}` };
    expect((await call(listSweeps, { path: '/api/v1/sweeps', headers })).status).toBe(200);

    const second = await signIn(token);
    expect(second.headers.get('location')).toBe('/signed-out');
    expect(second.headers.get('set-cookie')).toBeNull();
    // Reloading the address in the browser that is signed in is no accident.
    expect((await signIn(token, { headers })).headers.get('location')).toBe('/');
  });

  it('does not use a token up by looking at the address', async () => {
    const { context } = openTestServer();
    const token = await newToken(context.tokens.admin);
    expect((await signIn(token, { method: 'HEAD' })).headers.get('set-cookie')).toBeNull();
    expect((await signIn(token)).headers.get('location')).toBe('/');
  });

  it('leads on by a page of its own where another site held the link', async () => {
    const { context } = openTestServer();
    const token = await newToken(context.tokens.admin);
    const response = await signIn(token, { headers: { 'sec-fetch-site': 'cross-site' } });
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('http-equiv="refresh"');
    expect(response.headers.get('set-cookie')).not.toBeNull();
  });

  it('ends: tokens after hours, sessions after thirty days', async () => {
    const { context, clock } = openTestServer();
    const late = await newToken(context.tokens.admin);
    const token = await newToken(context.tokens.admin);
    const cookie = (await signIn(token)).headers.get('set-cookie')?.split(';')[0] ?? '';
    clock.ms += 13 * 3600 * 1000;
    expect((await signIn(late)).headers.get('location')).toBe('/signed-out');
    const list = () => call(listSweeps, { path: '/', headers: { cookie } });
    expect((await list()).status).toBe(200);
    clock.ms += 30 * 24 * 3600 * 1000;
    expect((await list()).status).toBe(401);
  });
});
