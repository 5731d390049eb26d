import { HeldoutError } from '@/lib/domain/errors';

/**
 * What the file system said, with the way out.
 *
 * @param operation begins the sentence: Writing
 */
export function storageError(cause: unknown, operation: string, path: string): HeldoutError {
  if (cause instanceof HeldoutError) return cause;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new HeldoutError(
      'storage_full',
      `${operation} ${path} failed, the disk or its quota is full (${code}): free some space and give the same command again, which goes on from the last checkpoint.`,
      { cause },
    );
  }
  return new HeldoutError(
    'storage_unavailable',
    `${operation} ${path} failed (${code}): see that the folder is there and yours, then give the same command again.`,
    { cause },
  );
}
