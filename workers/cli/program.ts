import { Command, Option } from 'commander';
import { type EngineId, engineIds } from '@/lib/engine/types';
import packageJson from '@/package.json';
import { addBackup } from './backup';
import { addBench } from './bench';
import { connect } from './client';
import { runCommandLine } from './commandLine';
import { addCorpus } from './corpusCommands';
import { doctor } from './doctor';
import { engineCheck } from './engine';
import { exitCodes } from './exitCodes';
import { bytesOfGibibytes, integerIn, json } from './options';
import { printJson } from './output';
import { quickstart } from './quickstart';
import { addRun } from './runCommands';
import { addScore } from './score';
import type { StartOptions } from './server';
import { start } from './start';
import { addSweep } from './sweepCommands';
import { trainingOptions } from './trainingOptions';
import { type WorkerFlags, worker } from './worker';
import { workerBundle } from './workerBundle';
import { addWorkerRun } from './workerRun';

function serving(command: Command): Command {
  const listening = command
    .addOption(new Option('--port <n>', 'port').argParser(integerIn(1, 65_535)).default(4242))
    .option(
      '--host <address>',
      'address to listen on; anything but loopback needs --allowed-host',
      '127.0.0.1',
    )
    .option(
      '--allowed-host <name>',
      'a host name that the dashboard may be reached under (repeatable)',
      (name: string, names: string[]) => [...names, name],
      [],
    );
  return trainingOptions(listening, 0);
}

interface ServingFlags
  extends Pick<StartOptions, 'port' | 'host' | 'workers' | 'replicas' | 'threads' | 'engine'> {
  allowedHost: string[];
  deviceMemory: number | undefined;
}

const servingOptions = (flags: ServingFlags) => ({
  port: flags.port,
  host: flags.host,
  allowedHosts: flags.allowedHost,
  workers: flags.workers,
  replicas: flags.replicas,
  deviceMemoryBytes: bytesOfGibibytes(flags.deviceMemory),
  threads: flags.threads,
  engine: flags.engine,
});

function buildProgram(finish: (code: number) => void): Command {
  const program = new Command('heldout')
    .description('Ablation sweeps with a held-out verdict: define, train, compare, export.')
    .version(packageJson.version)
    .exitOverride()
    .addHelpText(
      'after',
      `
Exit codes: ${exitCodes.ok} done, ${exitCodes.failed} failed, ${exitCodes.usage} wrong input, ${exitCodes.unreachable} no server.
Data directory: HELDOUT_HOME (default .heldout). Another machine's server: HELDOUT_URL and HELDOUT_TOKEN.`,
    );

  serving(program.command('start').description('serve the dashboard and run local workers until Ctrl-C'))
    .addOption(json())
    .action(async (flags: ServingFlags & { json: boolean }) =>
      finish(await start({ ...servingOptions(flags), json: flags.json })),
    );
  serving(program.command('quickstart').description('start, launch the demo ablation and show its table'))
    .option('--once', 'end with the demo instead of serving on', false)
    .action(async (flags: ServingFlags & { once: boolean }) =>
      finish(await quickstart({ ...servingOptions(flags), once: flags.once })),
    );
  program
    .command('login')
    .description('print a one-time address that signs a browser in')
    .addOption(json())
    .action(async (flags: { json: boolean }) => {
      const client = connect();
      const loginUrl = `${client.url}/login?token=${await client.createLoginToken()}`;
      if (flags.json) printJson({ loginUrl });
      else process.stdout.write(`${loginUrl}\n`);
      finish(exitCodes.ok);
    });
  const remote = program
    .command('worker')
    .description('train runs of a server, here or on another machine, until Ctrl-C')
    .option('--server <url>', 'the server; default: the one of this data directory')
    .option('--token <token>', 'worker token; default: HELDOUT_WORKER_TOKEN or the data directory')
    .option('--name <name>', 'how the workers are called in the dashboard');
  trainingOptions(remote, 1).action(async (flags: WorkerFlags) => finish(await worker(flags)));
  addWorkerRun(remote, finish);
  remote
    .command('bundle')
    .description('write the worker as one archive for a linux-x64 machine without Node and network')
    .option('--out <file>', 'default: heldout-worker.tar.gz', 'heldout-worker.tar.gz')
    .addOption(json())
    .action(async (flags: { out: string; json: boolean }) => finish(await workerBundle(flags)));

  addSweep(program, finish);
  addRun(program, finish);
  addCorpus(program, finish);
  addScore(program, finish);
  addBench(program, finish);
  addBackup(program, finish);
  program
    .command('doctor')
    .description('check what Heldout needs on this machine, and what every engine can do on it')
    .addOption(json())
    .action(async (flags: { json: boolean }) => finish(await doctor(flags)));

  const engine = program
    .command('engine')
    .description('hold engines against reference values')
    .exitOverride();
  engine
    .command('check <file>')
    .description('compare loss, logits, gradients, Adam steps and translations with a reference file')
    .addOption(new Option('--engine <id>', 'which engine').choices(engineIds).default('onnx-cpu'))
    .addOption(new Option('--threads <n>', 'threads of an operation').argParser(integerIn(1, 256)).default(1))
    .addOption(json())
    .action(async (file: string, flags: { engine: EngineId; threads: number; json: boolean }) =>
      finish(await engineCheck(file, flags)),
    );
  return program;
}

process.exitCode = await runCommandLine('heldout', buildProgram);
