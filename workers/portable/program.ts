import { Command, Option } from 'commander';
import { type EngineId, engineIds } from '@/lib/engine/types';
import packageJson from '@/package.json';
import { runCommandLine } from '../cli/commandLine';
import { engineCheck } from '../cli/engine';
import { exitCodes } from '../cli/exitCodes';
import { integerIn, json } from '../cli/options';
import { trainingOptions } from '../cli/trainingOptions';
import { type WorkerFlags, worker } from '../cli/worker';
import { addWorkerRun } from '../cli/workerRun';
import { engines } from './engines';
import { verifyOwnFiles } from './verify';

/** The command line of the portable worker: what of `heldout` makes sense on a machine that has nothing else. */
function buildProgram(finish: (code: number) => void): Command {
  const program = new Command('heldout-worker')
    .description('Trains runs of a Heldout server, or a whole sweep without one.')
    .version(packageJson.version)
    .exitOverride()
    .addHelpText(
      'after',
      `
Exit codes: ${exitCodes.ok} done, ${exitCodes.failed} failed, ${exitCodes.usage} wrong input, ${exitCodes.unreachable} no server.
Without a command: heldout-worker serve. HELDOUT_URL and HELDOUT_WORKER_TOKEN stand for --url and --token.`,
    );
  const serve = program
    .command('serve', { isDefault: true })
    .description('train runs of a server until Ctrl-C')
    .option('--url <url>', "the server's address")
    .option('--token <token>', 'worker token')
    .option('--name <name>', 'how the workers are called in the dashboard');
  trainingOptions(serve, 1).action(
    async ({ url, ...flags }: Omit<WorkerFlags, 'server'> & { url?: string }) =>
      finish(await worker({ ...flags, server: url })),
  );
  addWorkerRun(program, finish);
  program
    .command('engines')
    .description('what can compute on this machine, how fast, and why not')
    .addOption(json())
    .action(async (flags: { json: boolean }) => finish(await engines(flags)));
  program
    .command('check <file>')
    .description('compare an engine with a file of reference values')
    .addOption(new Option('--engine <id>', 'which engine').choices(engineIds).default('onnx-cpu'))
    .addOption(new Option('--threads <n>', 'threads of an operation').argParser(integerIn(1, 256)).default(1))
    .addOption(json())
    .action(async (file: string, flags: { engine: EngineId; threads: number; json: boolean }) =>
      finish(await engineCheck(file, flags)),
    );
  program
    .command('verify')
    .description('hold every file of this worker against its SHA-256')
    .action(() => finish(verifyOwnFiles()));
  return program;
}

process.exitCode = await runCommandLine('heldout-worker', buildProgram);
