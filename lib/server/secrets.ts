import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { HeldoutError } from '@/lib/domain/errors';

const tokensSchema = z.object({ admin: z.string().min(32), worker: z.string().min(32) });
/** admin: everything that a person may do. worker: the worker protocol and the corpora's sentences. */
export type Tokens = z.infer<typeof tokensSchema>;

/** 256 random bits, as text for headers and addresses. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** Short, random, fit for addresses: 60 bits, in letters and digits. */
export function newId(): string {
  const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
  return Array.from(randomBytes(12), (byte) => alphabet[byte % alphabet.length]).join('');
}

export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Takes the same time wherever the two differ. */
export function secretsEqual(given: string, expected: string): boolean {
  return timingSafeEqual(Buffer.from(hashSecret(given)), Buffer.from(hashSecret(expected)));
}

/**
 * The tokens of a data directory, made at its first opening and readable by their owner alone.
 *
 * @throws HeldoutError storage_unavailable where tokens.json is there but is not what it should be
 */
export function loadTokens(home: string): Tokens {
  const path = join(home, 'tokens.json');
  if (!existsSync(path)) {
    const temporary = `${path}.${newId()}.tmp`;
    try {
      const tokens = { admin: newSecret(), worker: newSecret() };
      // Renamed once it is whole: a full disk must not leave half a file that the next start refuses.
      writeFileSync(temporary, `${JSON.stringify(tokens)}\n`, { flag: 'wx', mode: 0o600 });
      renameSync(temporary, path);
      return tokens;
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
  }
  try {
    return tokensSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    throw new HeldoutError(
      'storage_unavailable',
      `Reading ${path}: expected {"admin": …, "worker": …} that this user can read; delete it and start again for new tokens.`,
      { cause },
    );
  }
}
