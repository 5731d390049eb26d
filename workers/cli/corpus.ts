import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { HeldoutError } from '@/lib/domain/errors';
import { connect } from './client';
import { exitCodes } from './exitCodes';
import { printJson, printTable, say } from './output';

/** heldout corpus import FILE [--name NAME] */
export async function corpusImport(
  file: string,
  flags: { name: string | undefined; json: boolean },
): Promise<number> {
  const client = connect();
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new HeldoutError('invalid_input', `cannot read the corpus file ${file} (${error.code})`, {
      cause: error,
    });
  });
  const name = flags.name ?? basename(file).replace(/\.[a-z0-9]+$/i, '');
  const corpus = await client.importCorpus(name, bytes);
  if (flags.json) printJson(corpus);
  else {
    say(`Imported ${corpus.pairCount} pairs (${corpus.distinctSources} distinct sources) as ${corpus.slug}`);
    for (const [what, count] of Object.entries(corpus.removed)) {
      if (count > 0) say(`left out: ${count} ${what}`);
    }
    process.stdout.write(`${corpus.slug}\n`);
  }
  return exitCodes.ok;
}

/** heldout corpus list */
export async function corpusList(flags: { json: boolean }): Promise<number> {
  const corpora = await connect().listCorpora();
  if (flags.json) printJson(corpora);
  else {
    printTable(
      [
        { key: 'slug', label: 'corpus' },
        { key: 'pairs', label: 'pairs' },
        { key: 'sources', label: 'distinct sources' },
        { key: 'origin', label: 'origin' },
        { key: 'licence', label: 'licence' },
      ],
      corpora.map((corpus) => ({
        slug: corpus.slug,
        pairs: corpus.pairCount,
        sources: corpus.distinctSources,
        origin: corpus.generated ? 'generated' : 'imported',
        licence: corpus.licence,
      })),
    );
  }
  return exitCodes.ok;
}
