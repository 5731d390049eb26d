import { type Command, InvalidArgumentError, Option } from 'commander';
import { downloadableDatasets } from '@/lib/domain/corpusDownload';
import { importFormats, textEncodings } from '@/lib/domain/corpusImport';
import { corpusDownload, corpusImport, corpusList, corpusShow, type ImportFlags } from './corpus';
import { integerIn, json } from './options';

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
  return command
    .description(
      'import sentence pairs: TSV, CSV, TMX, JSON Lines or gettext PO, also packed (.zip, .gz); of Moses, both files, source first',
    )
    .option('--name <name>', 'name of the corpus; default: the file name')
    .addOption(new Option('--format <format>', 'default: found out').choices(importFormats))
    .addOption(new Option('--encoding <encoding>', 'default: found out').choices(textEncodings))
    .option('--source-column <column>', 'number from 1, heading, or key', column)
    .option('--target-column <column>', 'number from 1, heading, or key', column)
    .option('--attribution-column <column>', 'number from 1, heading, or key', column)
    .addOption(new Option('--header <header>', 'whether the first line names columns').choices(['yes', 'no']))
    .option('--delimiter <character>', 'of CSV: , ; | or \\t; default: found out', delimiter)
    .option('--source-language <code>', 'such as en; default: en')
    .option('--target-language <code>', 'such as zh; default: zh')
    .option('--fold-width', 'turn full-width letters, digits and marks into their plain forms', false)
    .addOption(new Option('--min-length <n>', 'characters of a side').argParser(integerIn(1, 1_000_000)))
    .addOption(
      new Option('--max-length <n>', 'characters of a side; 0: any').argParser(integerIn(0, 1_000_000)),
    )
    .option('--max-length-ratio <ratio>', 'longer side over shorter; 0: any', ratio)
    .addOption(
      new Option('--duplicates <which>', 'what is left out; default: pairs').choices([
        'keep',
        'pairs',
        'sources',
      ]),
    )
    .addOption(
      new Option('--script <script>', 'of the Chinese side; default: any').choices([
        'any',
        'simplified',
        'traditional',
      ]),
    )
    .option('--letters', 'leave out pairs with a side that has no letter', false)
    .option('--licence <text>', "the sentences' licence; default: what the file says")
    .option('--preview', 'show what would be imported, and store nothing', false)
    .addOption(json());
}

function column(text: string): number | string {
  return /^\d+$/.test(text) ? Number(text) : text;
}

function delimiter(text: string): string {
  const character = text === '\\t' ? '\t' : text;
  if ([',', ';', '\t', '|'].includes(character)) return character;
  throw new InvalidArgumentError('expected one of , ; \\t |');
}

function ratio(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 1000) return value;
  throw new InvalidArgumentError('expected a number from 0 to 1000.');
}
