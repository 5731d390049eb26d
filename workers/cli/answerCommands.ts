import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { connect } from './client';
import { digestOf, fileFailure, requireFilePath, saveDownload } from './download';
import { exitCodes } from './exitCodes';
import { integerIn, json, positive } from './options';
import { printJson, say } from './output';
import { sweepVerify } from './verifyBundle';

interface OutFlag {
  out: string | undefined;
}

interface ReportFlags extends OutFlag {
  format: string;
  lang: string;
  baseline: number | undefined;
}

interface TargetFlag {
  target: number | undefined;
}

interface TableFlags extends ReportFlags {
  rows: string;
  pivot: string | undefined;
  metric: string | undefined;
}

/** heldout sweep report|table|bundle|verify */
export function addAnswerCommands(sweep: Command, finish: (code: number) => void): void {
  const language = () => new Option('--lang <language>', 'language').choices(['en', 'zh']).default('en');
  const baseline = () =>
    new Option(
      '--baseline <variant>',
      "index of the variant that others are held against; default: the design's",
    ).argParser(integerIn(0, 4095));
  sweep
    .command('report <id>')
    .description('which change helped, by how much, and whether it is real: the whole answer as one file')
    .addOption(new Option('--format <format>', 'of the report').choices(['md', 'html', 'json']).default('md'))
    .addOption(language())
    .addOption(baseline())
    .addOption(
      new Option(
        '--target <difference>',
        'that a sweep should be able to show, in the unit of its metric; says how many seeds it takes',
      ).argParser(positive),
    )
    .option('--out <file>', 'write to a file instead of standard output')
    .action(async (id: string, flags: ReportFlags & TargetFlag) => finish(await report(id, flags)));
  sweep
    .command('table <id>')
    .description('the ablation table: variants, factors, or two factors against each other')
    .addOption(
      new Option('--format <format>', 'of the table')
        .choices(['text', 'csv', 'json', 'md', 'latex', 'html'])
        .default('text'),
    )
    .addOption(
      new Option('--rows <rows>', 'what a row is').choices(['variants', 'factors']).default('variants'),
    )
    .option('--pivot <rows,columns>', 'two factors: positions,heads')
    .option('--metric <metric>', 'of --pivot: test/chrf, validation/loss …; default: the reported one')
    .addOption(language())
    .addOption(baseline())
    .option('--out <file>', 'write to a file instead of standard output')
    .action(async (id: string, flags: TableFlags) => finish(await table(id, flags)));
  sweep
    .command('bundle <id>')
    .description('all that the answer comes from as one archive, to be verified by anybody')
    .option('--out <file>', 'default: ID.heldout.zip')
    .addOption(json())
    .action(async (id: string, flags: OutFlag & { json: boolean }) => finish(await bundle(id, flags)));
  sweep
    .command('verify <bundle>')
    .description('compute every number of a bundle again, without a server')
    .addOption(json())
    .action((file: string, flags: { json: boolean }) => finish(sweepVerify(file, flags)));
}

function report(
  id: string,
  { out, format, lang, baseline, target }: ReportFlags & TargetFlag,
): Promise<number> {
  const wanted = target === undefined ? {} : { target: String(target) };
  const query = { format, lang, ...baselineOf(baseline), ...wanted };
  return deliver('heldout sweep report', out, () => connect().sweepReport(id, query));
}

function table(
  id: string,
  { out, format, lang, baseline, rows, pivot, metric }: TableFlags,
): Promise<number> {
  const shape = {
    ...(pivot === undefined ? { rows } : { rows: 'pivot', pivot }),
    ...(metric === undefined ? {} : { metric }),
  };
  const query = { format, lang, ...shape, ...baselineOf(baseline) };
  return deliver('heldout sweep table', out, () => connect().sweepTable(id, query));
}

async function bundle(id: string, flags: OutFlag & { json: boolean }): Promise<number> {
  const command = 'heldout sweep bundle';
  const path = resolve(flags.out ?? `${id}.heldout.zip`);
  await requireFilePath(path, command);
  const response = await connect().sweepBundle(id);
  const { bytes, sha256 } = await saveDownload({ command, response, sha256: digestOf(response) }, path);
  if (flags.json) printJson({ file: path, bytes, sha256 });
  else say(`${path}: ${(bytes / 2 ** 20).toFixed(1)} MiB, SHA-256 ${sha256}`);
  return exitCodes.ok;
}

function baselineOf(baseline: number | undefined): Record<string, string> {
  return baseline === undefined ? {} : { baseline: String(baseline) };
}

/** @throws HeldoutError invalid_input for a folder, before anything is computed; storage_unavailable, storage_full */
async function deliver(
  command: string,
  out: string | undefined,
  written: () => Promise<string>,
): Promise<number> {
  if (out === undefined) {
    process.stdout.write(await written());
    return exitCodes.ok;
  }
  const path = resolve(out);
  await requireFilePath(path, command);
  const text = await written();
  await writeFile(path, text).catch((error: unknown) => {
    throw fileFailure(error, path, command);
  });
  say(`wrote ${out}`);
  return exitCodes.ok;
}
