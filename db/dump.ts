import BetterSqlite from 'better-sqlite3';

/**
 * Prints a database as SQL: its tables with their rows, its indices, and which migrations it has had. This is how the
 * files in db/released are made, one a released schema, from a small database that the release itself has written:
 * `node --import tsx db/dump.ts FILE > db/released/NNNN_name.sql`.
 */
function dump(path: string): string {
  const client = new BetterSqlite(path, { readonly: true });
  const objects = client
    .prepare<[], { name: string; type: string; sql: string }>(
      `SELECT name, type, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'
       ORDER BY type = 'index', rowid`,
    )
    .all();
  const tables = objects.filter(({ type }) => type === 'table').map(({ name }) => name);
  const statements = [
    // Rows refer to each other in any order.
    'PRAGMA foreign_keys = OFF',
    'BEGIN',
    ...objects.map(({ sql }) => sql),
    // The tables have just filled it.
    ...tables.flatMap((table) => inserts(client, table)),
    'DELETE FROM sqlite_sequence',
    ...inserts(client, 'sqlite_sequence'),
    'COMMIT',
  ];
  client.close();
  return statements.map((statement) => `${statement};\n`).join('');
}

function inserts(client: BetterSqlite.Database, table: string): string[] {
  const columns = client
    .prepare<[string], string>('SELECT name FROM pragma_table_info(?)')
    .pluck()
    .all(table);
  // SQLite's quote() writes every value so that reading it gives the same one, blobs and numbers included.
  const values = columns.map((column) => `quote("${column}")`).join(" || ', ' || ");
  return client
    .prepare<[], string>(`SELECT 'INSERT INTO "${table}" VALUES (' || ${values} || ')' FROM "${table}"`)
    .pluck()
    .all();
}

const [path] = process.argv.slice(2);
if (path === undefined) throw new Error('Dumping a database: name its file.');
process.stdout.write(dump(path));
