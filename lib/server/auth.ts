import { HeldoutError } from '@/lib/domain/errors';
import type { ServerContext } from './context';
import { isAllowedHost, refusedHostMessage } from './hosts';
import { hashSecret, newSecret, secretsEqual } from './secrets';
import { server } from './server';

/**
 * anyone: only the Host header is checked. person: a signed-in browser, the admin token or a person's token. worker:
 * a worker's token. either: both of them. owner: a signed-in browser or the admin token, for what gives away all that is
 * here or lets somebody in: a person's token that leaked must not be able to make itself others. admin: the admin
 * token itself.
 */
export type Access = 'anyone' | 'person' | 'worker' | 'either' | 'owner' | 'admin';

/** person: a token made in Settings, as a script has it. */
type Role = 'admin' | 'worker' | 'browser' | 'person';

const rolesOf: Record<Exclude<Access, 'anyone'>, readonly Role[]> = {
  person: ['admin', 'browser', 'person'],
  worker: ['worker'],
  either: ['admin', 'browser', 'person', 'worker'],
  owner: ['admin', 'browser'],
  admin: ['admin'],
};

const sessionLifetimeMs = 30 * 24 * 3600 * 1000;
const loginTokenLifetimeMs = 12 * 3600 * 1000;
/** When a token was last used is written at most so often. */
const usedEveryMs = 60_000;

/**
 * Every route handler asks this first; what a proxy in front has checked does not count.
 *
 * @throws HeldoutError forbidden (host, origin, wrong kind of token), unauthorized (no or unknown credentials)
 */
export function authorise(request: Request, access: Access): void {
  const { headers } = request;
  const host = headers.get('host');
  if (!isAllowedHost(host)) throw new HeldoutError('forbidden', refusedHostMessage(host));
  if (access === 'anyone') return;
  const context = server();
  const role = roleOf(context, headers);
  if (!role) throw new HeldoutError('unauthorized', missingCredentials(access, headers));
  if (!rolesOf[access].includes(role)) {
    throw new HeldoutError(
      'forbidden',
      `${request.method} ${new URL(request.url).pathname}: a ${role}'s credentials do not open this; it takes ${rolesOf[access].join(' or ')}.`,
    );
  }
  const isSafe = request.method === 'GET' || request.method === 'HEAD';
  if (role === 'browser' && !isSafe && !isSameOrigin(headers)) {
    throw new HeldoutError(
      'forbidden',
      `${request.method} from the origin ${headers.get('origin') ?? '(none given)'} is refused: a browser may change things only from the dashboard's own pages.`,
    );
  }
}

/** Whether these request headers are those of a signed-in browser, for pages. */
export function isSignedIn(headers: Pick<Headers, 'get'>): boolean {
  if (!isAllowedHost(headers.get('host'))) return false;
  return roleOf(server(), headers) === 'browser';
}

/** A token that signs one browser in, once, within the next hours. */
export function createLoginToken(): string {
  const { store, now } = server();
  const token = newSecret();
  store.write('Creating a login token', () =>
    store.sessions.insertLoginToken(hashSecret(token), now() + loginTokenLifetimeMs),
  );
  return token;
}

/**
 * Uses a login token up.
 *
 * @returns the Set-Cookie header of the new session, or null where the token is unknown, used or too old
 */
export function exchangeLoginToken(token: string, host: string | null): string | null {
  const { store, now } = server();
  const secret = newSecret();
  const nowMs = now();
  const isTaken = store.write('Signing in', () => {
    store.sessions.removeExpired(nowMs);
    if (!store.sessions.takeLoginToken(hashSecret(token), nowMs)) return false;
    store.sessions.insert(hashSecret(secret), nowMs + sessionLifetimeMs);
    return true;
  });
  if (!isTaken) return null;
  const maxAgeSeconds = sessionLifetimeMs / 1000;
  return `${cookieName(host)}=${secret}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${maxAgeSeconds}`;
}

/** Cookies do not know ports: two dashboards on one machine would sign each other out under one name. */
function cookieName(host: string | null): string {
  return `heldout_${/:(\d+)$/.exec(host ?? '')?.[1] ?? 'session'}`;
}

function roleOf(context: ServerContext, headers: Pick<Headers, 'get'>): Role | null {
  const authorization = headers.get('authorization');
  if (authorization !== null) {
    const token = /^Bearer (.+)$/i.exec(authorization)?.[1] ?? '';
    if (secretsEqual(token, context.tokens.admin)) return 'admin';
    if (secretsEqual(token, context.tokens.worker)) return 'worker';
    return roleOfToken(context, token);
  }
  const session = cookieOf(headers, cookieName(headers.get('host')));
  if (session === undefined) return null;
  return context.store.sessions.isValid(hashSecret(session), context.now()) ? 'browser' : null;
}

function roleOfToken({ store, now }: ServerContext, token: string): Role | null {
  const known = store.apiTokens.findByHash(hashSecret(token));
  if (!known) return null;
  const nowMs = now();
  if (known.lastUsedAtMs === null || Math.abs(nowMs - known.lastUsedAtMs) >= usedEveryMs) {
    try {
      store.write('Noting the use of a token', () => store.apiTokens.used(known.id, nowMs));
    } catch (error) {
      // A full disk shuts nobody out.
      if (!(error instanceof HeldoutError)) throw error;
    }
  }
  return known.role;
}

function cookieOf(headers: Pick<Headers, 'get'>, name: string): string | undefined {
  const cookies = (headers.get('cookie') ?? '').split(';').map((cookie) => cookie.trim());
  return cookies.find((cookie) => cookie.startsWith(`${name}=`))?.slice(name.length + 1);
}

/** The server does not know under which scheme a reverse proxy shows it, so host and port decide. */
function isSameOrigin(headers: Pick<Headers, 'get'>): boolean {
  const origin = headers.get('origin');
  return (
    origin !== null && URL.canParse(origin) && new URL(origin).host === headers.get('host')?.toLowerCase()
  );
}

function missingCredentials(access: Exclude<Access, 'anyone'>, headers: Pick<Headers, 'get'>): string {
  const given = headers.get('authorization') === null ? 'none was sent' : 'the one sent is not valid here';
  if (access === 'worker') {
    return `A worker needs its token, and ${given}: set HELDOUT_WORKER_TOKEN to "worker" of tokens.json in the server's data directory.`;
  }
  return `This needs a signed-in browser or the admin token, and ${given}: open the address that npm run -s heldout -- login prints, or send "admin" of tokens.json as Authorization: Bearer.`;
}
