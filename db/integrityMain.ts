import BetterSqlite from 'better-sqlite3';
import { integrityResponseSchema } from '@/lib/domain/integrity';
import { checkIntegrity } from './integrity';

/**
 * The process that lib/server/integrity starts: reads one database, beside the server that writes it, and prints what
 * it found as JSON.
 */
const [path = ''] = process.argv.slice(2);
const client = new BetterSqlite(path, { readonly: true, fileMustExist: true });
try {
  process.stdout.write(JSON.stringify(integrityResponseSchema.parse({ checks: checkIntegrity(client) })));
} finally {
  client.close();
}
