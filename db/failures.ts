import { HeldoutError } from '@/lib/domain/errors';

const fullCodes = ['ENOSPC', 'EDQUOT', 'SQLITE_FULL'];
const unavailableCodes = ['EACCES', 'EPERM', 'EROFS', 'EEXIST', 'ENOTDIR', 'EISDIR', 'ENOENT', 'EIO'];
// Prefixes: SQLite's extended codes follow (SQLITE_IOERR_WRITE, SQLITE_READONLY_DIRECTORY).
const unavailableSqlite = /^SQLITE_(CANTOPEN|READONLY|IOERR|NOTADB|CORRUPT|PERM|BUSY|LOCKED)/;

/**
 * What the operating system or SQLite says about the data directory, as a sentence with the way out.
 *
 * @param operation what failed, for example "Storing a report"
 * @returns the error itself where it is no such failure
 */
export function storageFailure(error: unknown, directory: string, operation: string): unknown {
  if (!(error instanceof Error) || error instanceof HeldoutError) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (fullCodes.includes(code)) {
    return new HeldoutError(
      'storage_full',
      `${operation}: the disk that holds ${directory} is full (${code}); free some space, or set HELDOUT_HOME to a folder on another disk.`,
      { cause: error },
    );
  }
  if (unavailableCodes.includes(code) || unavailableSqlite.test(code)) {
    return new HeldoutError(
      'storage_unavailable',
      `${operation}: the data directory ${directory} cannot be used (${code}: ${error.message}); set HELDOUT_HOME to a folder you can write.`,
      { cause: error },
    );
  }
  return error;
}
