import type { Command } from 'commander';
import { downloadableDatasets } from '@/lib/domain/corpusDownload';
import { corpusDownload, corpusImport, corpusList, corpusShow, type ImportFlags } from './corpus';
import { importOptions } from './importOptions';
import { json } from './options';

/** heldout corpus … */
export function addCorpus(program: Command, finish: (code: number) => void): void {
  const corpus = program
    .command('corpus')
    .description('import, download, list and show corpora')
    .exitOverride();
  importing(corpus.command('import <file> [targetFile]')).action(
    async (file: string, targetFile: string | undefined, flags: ImportFlags) =>
      finish(await corpusImport(targetFile === undefined ? [file] : [file, targetFile], flags)),
  );
  corpus
    .command('download')
    .addArgument(corpus.createArgument('<dataset>', 'which').choices(downloadableDatasets))
    .description(
      'have the server fetch a corpus from its publisher and import it; a broken one is gone on with',
    )
    .option('--sha256 <hex>', 'take this very archive only')
    .addOption(json())
    .action(async (dataset: string, flags: { sha256: string | undefined; json: boolean }) =>
      finish(await corpusDownload(dataset, flags)),
    );
  corpus
    .command('list')
    .description('all corpora')
    .addOption(json())
    .action(async (flags: { json: boolean }) => finish(await corpusList(flags)));
  corpus
    .command('show <corpus>')
    .description('counts, licence, fingerprint and the split of one corpus')
    .addOption(json())
    .action(async (slug: string, flags: { json: boolean }) => finish(await corpusShow(slug, flags)));
}

function importing(command: Command): Command {
  const described = command
    .description(
      'import sentence pairs: TSV, CSV, TMX, JSON Lines or gettext PO, also packed (.zip, .gz); of Moses, both files, source first',
    )
    .option('--name <name>', 'name of the corpus; default: the file name');
  return importOptions(described)
    .option('--licence <text>', "the sentences' licence; default: what the file says")
    .option('--preview', 'show what would be imported, and store nothing', false)
    .addOption(json());
}
