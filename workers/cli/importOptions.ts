import { type Command, InvalidArgumentError, Option } from 'commander';
import {
  type ImportOptions,
  importFormats,
  importOptionsSchema,
  textEncodings,
} from '@/lib/domain/corpusImport';
import { HeldoutError } from '@/lib/domain/errors';
import { integerIn } from './options';

type Filters = ImportOptions['filters'];

export interface ImportOptionFlags {
  format?: ImportOptions['format'];
  encoding?: ImportOptions['encoding'];
  sourceColumn?: string | number;
  targetColumn?: string | number;
  attributionColumn?: string | number;
  header?: ImportOptions['header'];
  delimiter?: string;
  sourceLanguage?: string;
  targetLanguage?: string;
  foldWidth: boolean;
  minLength?: number;
  maxLength?: number;
  maxLengthRatio?: number;
  duplicates?: Filters['duplicates'];
  script?: Filters['script'];
  letters: boolean;
}

/** How a file of sentence pairs is read: the same wherever one is named. */
export function importOptions(command: Command): Command {
  return command
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
    .option('--letters', 'leave out pairs with a side that has no letter', false);
}

/**
 * @param what begins the message: corpus import
 * @throws HeldoutError invalid_input naming the option
 */
export function importOptionsOf(flags: ImportOptionFlags, what: string): ImportOptions {
  const { minLength, maxLength, maxLengthRatio, duplicates, script, letters } = flags;
  const parsed = importOptionsSchema.safeParse({
    format: flags.format,
    encoding: flags.encoding,
    sourceColumn: flags.sourceColumn,
    targetColumn: flags.targetColumn,
    attributionColumn: flags.attributionColumn,
    header: flags.header,
    delimiter: flags.delimiter,
    sourceLanguage: flags.sourceLanguage,
    targetLanguage: flags.targetLanguage,
    fullWidth: flags.foldWidth ? 'fold' : 'keep',
    filters: { minLength, maxLength, maxLengthRatio, duplicates, script, letters },
  });
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new HeldoutError('invalid_input', `${what}: ${issue?.path.join('.')}: ${issue?.message}`);
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
