import type { ApiTokenRecord } from '@/db/apiTokens';
import { HeldoutError } from '@/lib/domain/errors';
import type { NewToken, TokenRequest, TokenRow } from '@/lib/domain/token';
import { hashSecret, newId, newSecret } from './secrets';
import { server } from './server';

/** Every token that was made here; not the two of tokens.json, which the data directory's owner has. */
export function listTokens(): TokenRow[] {
  return server().store.apiTokens.list().map(rowOf);
}

/** @returns the one answer that holds the secret: what is stored is its hash */
export function createToken({ name, role }: TokenRequest): NewToken {
  const { store, now } = server();
  const secret = newSecret();
  const record: ApiTokenRecord = {
    id: newId(),
    name,
    role,
    tokenHash: hashSecret(secret),
    createdAtMs: now(),
    lastUsedAtMs: null,
  };
  store.write('Creating a token', () => store.apiTokens.insert(record));
  return { ...rowOf(record), secret };
}

/**
 * From now on it opens nothing.
 *
 * @throws HeldoutError not_found
 */
export function revokeToken(id: string): void {
  const { store } = server();
  if (store.write('Revoking a token', () => store.apiTokens.remove(id))) return;
  throw new HeldoutError(
    'not_found',
    `There is no token ${JSON.stringify(id)}: it may have been revoked already.`,
  );
}

function rowOf({ tokenHash: _hash, ...row }: ApiTokenRecord): TokenRow {
  return row;
}
