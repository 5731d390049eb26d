import { type Command, Option } from 'commander';
import { addAnswerCommands } from './answerCommands';
import { json } from './options';
import {
  sweepCancel,
  sweepEdit,
  sweepExpand,
  sweepExport,
  sweepFirst,
  sweepList,
  sweepPause,
  sweepRerun,
  sweepResume,
  sweepRun,
  sweepSpec,
} from './sweep';
import { sweepImport } from './sweepImport';

/** heldout sweep … */
export function addSweep(program: Command, finish: (code: number) => void): void {
  const sweep = program
    .command('sweep')
    .description('define, launch, order, edit and export sweeps')
    .exitOverride();
  sweep
    .command('run <file>')
    .description('launch the sweep of a YAML or JSON file; - reads standard input')
    .option('--watch', 'show progress to the end; exit 0 only if every run finished', false)
    .addOption(json())
    .action(async (file: string, flags: { watch: boolean; json: boolean }) =>
      finish(await sweepRun(file, flags)),
    );
  sweep
    .command('expand <file>')
    .description('show the variants of a file without launching')
    .addOption(json())
    .action((file: string, flags: { json: boolean }) => finish(sweepExpand(file, flags)));
  sweep
    .command('list')
    .description('all sweeps, the newest first')
    .addOption(json())
    .action(async (flags: { json: boolean }) => finish(await sweepList(flags)));
  sweep
    .command('export <id>')
    .description('the results table, one row a run')
    .addOption(new Option('--format <format>', 'csv or json').choices(['csv', 'json']).default('csv'))
    .option('--out <file>', 'write to a file instead of standard output')
    .action(async (id: string, flags: { format: 'csv' | 'json'; out: string | undefined }) =>
      finish(await sweepExport(id, flags)),
    );
  sweep
    .command('import <folder>')
    .description('bring in what heldout-worker run has trained; again, for what has come since')
    .addOption(json())
    .action(async (folder: string, flags: { json: boolean }) => finish(await sweepImport(folder, flags)));
  addAnswerCommands(sweep, finish);
  sweep
    .command('cancel <id>')
    .description('stop a sweep; what its runs measured is kept')
    .addOption(json())
    .action(async (id: string, flags: { json: boolean }) => finish(await sweepCancel(id, flags)));
  sweep
    .command('pause <id>')
    .description('lease no more of its runs; running ones are handed back at a checkpoint')
    .addOption(json())
    .action(async (id: string, flags: { json: boolean }) => finish(await sweepPause(id, flags)));
  sweep
    .command('resume <id>')
    .description('go on with a paused sweep')
    .addOption(json())
    .action(async (id: string, flags: { json: boolean }) => finish(await sweepResume(id, flags)));
  sweep
    .command('first <id>')
    .description('train its runs before those of every other sweep')
    .addOption(json())
    .action(async (id: string, flags: { json: boolean }) => finish(await sweepFirst(id, flags)));
  sweep
    .command('rerun <id>')
    .description('train runs again that failed, or came to another end; their history is kept')
    .addOption(
      new Option('--states <states...>', 'ends that are tried again')
        .choices(['failed', 'cancelled', 'stopped'])
        .default(['failed']),
    )
    .addOption(json())
    .action(async (id: string, flags: { states: string[]; json: boolean }) =>
      finish(await sweepRerun(id, flags)),
    );
  sweep
    .command('spec <id>')
    .description('the sweep as a YAML file, to edit or to launch a copy of')
    .action(async (id: string) => finish(await sweepSpec(id)));
  sweep
    .command('edit <id> <file>')
    .description('more seeds, levels or epochs for a sweep: only what is missing is trained')
    .addOption(json())
    .action(async (id: string, file: string, flags: { json: boolean }) =>
      finish(await sweepEdit(id, file, flags)),
    );
}
