import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { HeldoutError } from '@/lib/domain/errors';
import { type IntegrityCheck, integrityResponseSchema } from '@/lib/domain/integrity';
import { startOf } from '@/lib/program/compiled.mjs';
import type { ServerContext } from './context';
import { corpusPath } from './corpusFiles';
import { checkModelFiles } from './modelFiles';
import { server } from './server';

/**
 * Whether what is stored is sound: the database's pages, its rows against each other, and the files of its corpora and models.
 *
 * @throws HeldoutError internal where the database could not be read at all
 */
export async function checkDataDirectory(): Promise<IntegrityCheck[]> {
  const context = server();
  return [
    ...(await checkDatabase(join(context.home, 'heldout.db'))),
    corpusFiles(context),
    modelFiles(context),
  ];
}

/**
 * Checks one database file in a process of its own: reading all of a large one takes longer than reports may wait.
 *
 * @throws HeldoutError internal where it could not be read at all
 */
export async function checkDatabase(path: string): Promise<IntegrityCheck[]> {
  const { execArgv, file } = startOf(process.cwd(), 'integrity');
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [...execArgv, file, path]);
    return integrityResponseSchema.parse(JSON.parse(stdout)).checks;
  } catch (error) {
    const output = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
    const reason = /^\w*Error: .*$/m.exec(output)?.[0] ?? output.trim();
    throw new HeldoutError(
      'internal',
      `Checking the database ${path}: it could not be read (${reason}); put back a backup (docs/operations.md).`,
      { cause: error },
    );
  }
}

function corpusFiles(context: ServerContext): IntegrityCheck {
  const corpora = context.store.corpora.list();
  const problems = corpora.flatMap(({ slug, fingerprint, bytes }) => {
    const path = corpusPath(context, fingerprint);
    const actual = statSync(path, { throwIfNoEntry: false })?.size;
    if (actual === bytes) return [];
    return [
      `${path} of ${slug} ${actual === undefined ? 'is missing' : `has ${actual} bytes, expected ${bytes}`}`,
    ];
  });
  const detail =
    problems.length === 0 ? `${corpora.length} corpora, each with its file` : problems.join('; ');
  return { name: 'corpus files', ok: problems.length === 0, detail };
}

function modelFiles(context: ServerContext): IntegrityCheck {
  const { models, problems, unused } = checkModelFiles(context);
  // They cost room alone: whoever has put back an older database may still want them.
  const more = unused === 0 ? '' : `; ${unused} files in models/ belong to no run and can be removed`;
  const detail = problems.length === 0 ? `${models} models, each with its file${more}` : problems.join('; ');
  return { name: 'model files', ok: problems.length === 0, detail };
}
