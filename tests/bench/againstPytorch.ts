/**
 * Heldout's training step against PyTorch's on the same machine: one process after the other, shape by shape, several
 * rounds, so that a machine whose speed drifts affects both alike. How to install PyTorch: pytorch/train_step.py.
 * Run on an idle machine: npx tsx tests/bench/againstPytorch.ts [--rounds 3] [--threads 1,2] [--dModel 512,256]
 *   [--layers 1,2] [--steps 10] [--python python3] [--max-load 0.15] [--json]
 * A measurement while other processes keep more than max-load cores busy is made again, five times at most.
 */
import { execFile } from 'node:child_process';
import { availableParallelism, cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { heldout } from '@/tests/heldoutProgram';
import { trainerEnvironment } from '@/workers/bootstrap/trainerEnvironment.mjs';
import { engineReportSchema, median, type ShapeReport } from '@/workers/cli/benchReport';
import { printJson, printTable, say } from '@/workers/cli/output';

const { values: flags } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    threads: { type: 'string', default: '1,2' },
    dModel: { type: 'string', default: '512,256' },
    layers: { type: 'string', default: '1,2' },
    steps: { type: 'string', default: '10' },
    'max-load': { type: 'string', default: '0.15' },
    python: { type: 'string', default: 'python3' },
    json: { type: 'boolean', default: false },
  },
});

interface Measured {
  engine: string;
  shape: ShapeReport;
}

interface Contest {
  readonly options: readonly string[];
  readonly threads: string;
  readonly heldout: Measured[];
  readonly pytorch: Measured[];
}

function parsed(text: string): Measured {
  const { engine, shapes } = engineReportSchema.parse(JSON.parse(text));
  const [shape] = shapes;
  if (shape === undefined) throw new RangeError(`a benchmark of ${engine} measured no shape`);
  return { engine, shape };
}

async function runHeldout(options: readonly string[]): Promise<Measured> {
  const { code, stdout, stderr } = await heldout(
    ['bench', 'engine', '--json', ...options],
    trainerEnvironment,
  );
  if (code !== 0) throw new Error(`heldout bench engine ended with ${code}: ${stderr}`);
  return parsed(stdout);
}

/**
 * With the memory settings that Heldout's trainers have, so that neither side has an advantage of them; without the two
 * variables that force a kernel or a cache size on OpenBLAS: it chooses better itself.
 */
async function runPytorch(options: readonly string[]): Promise<Measured> {
  const { OPENBLAS_CORETYPE: _kernel, OPENBLAS_L2_SIZE: _cache, ...env } = process.env;
  const script = fileURLToPath(new URL('pytorch/train_step.py', import.meta.url));
  const { stdout } = await promisify(execFile)(flags.python, [script, ...options], {
    env: { ...env, ...trainerEnvironment },
  });
  return parsed(stdout);
}

const mostTries = 5;

async function undisturbed(measure: () => Promise<Measured>): Promise<Measured> {
  for (let attempt = 1; ; attempt += 1) {
    const measured = await measure();
    const load = measured.shape.otherLoad ?? 0;
    if (load <= Number(flags['max-load']) || attempt === mostTries) return measured;
    say(`${measured.engine} was disturbed (${load.toFixed(2)} cores busy with something else): once more`);
  }
}

const list = (text: string) => text.split(',');
const contests: Contest[] = list(flags.threads).flatMap((threads) =>
  list(flags.dModel).flatMap((dModel) =>
    list(flags.layers).map((layers) => ({
      options: ['--threads', threads, '--dModel', dModel, '--layers', layers, '--steps', flags.steps],
      threads,
      heldout: [],
      pytorch: [],
    })),
  ),
);
for (let round = 1; round <= Number(flags.rounds); round += 1) {
  for (const contest of contests) {
    contest.heldout.push(await undisturbed(() => runHeldout(contest.options)));
    contest.pytorch.push(await undisturbed(() => runPytorch(contest.options)));
    say(`round ${round} of ${flags.rounds}: ${contest.options.join(' ')}`);
  }
}

const rows = contests.map((contest) => {
  const of = (side: Measured[], key: 'msPerStep' | 'ratio' | 'tokensPerSecond' | 'matmulGflops') =>
    median(side.map(({ shape }) => shape[key]));
  const faster = contest.heldout.map(
    ({ shape }, round) => (contest.pytorch[round]?.shape.msPerStep ?? Number.NaN) / shape.msPerStep,
  );
  return {
    threads: contest.threads,
    dModel: contest.heldout[0]?.shape.dModel ?? null,
    layers: contest.heldout[0]?.shape.layers ?? null,
    heldoutMs: of(contest.heldout, 'msPerStep'),
    pytorchMs: of(contest.pytorch, 'msPerStep'),
    faster: median(faster),
    fasterRange: `${Math.min(...faster).toFixed(2)}–${Math.max(...faster).toFixed(2)}`,
    heldoutTokensPerSecond: of(contest.heldout, 'tokensPerSecond'),
    pytorchTokensPerSecond: of(contest.pytorch, 'tokensPerSecond'),
    heldoutRatio: of(contest.heldout, 'ratio'),
    pytorchRatio: of(contest.pytorch, 'ratio'),
    heldoutMatmulGflops: of(contest.heldout, 'matmulGflops'),
    pytorchMatmulGflops: of(contest.pytorch, 'matmulGflops'),
    highestLoad: Math.max(
      ...[...contest.heldout, ...contest.pytorch].map(({ shape }) => shape.otherLoad ?? Number.NaN),
    ),
  };
});
const engines = [
  ...new Set(
    contests.flatMap(({ heldout, pytorch }) => [...heldout, ...pytorch]).map(({ engine }) => engine),
  ),
];
if (flags.json) printJson({ engines, rounds: Number(flags.rounds), rows });
else {
  printTable(
    [
      { key: 'threads', label: 'threads' },
      { key: 'dModel', label: 'd_model' },
      { key: 'layers', label: 'layers' },
      { key: 'heldoutMs', label: 'Heldout', unit: 'ms' },
      { key: 'pytorchMs', label: 'PyTorch', unit: 'ms' },
      { key: 'faster', label: 'PyTorch / Heldout' },
      { key: 'fasterRange', label: 'rounds' },
      { key: 'heldoutTokensPerSecond', label: 'Heldout', unit: 'tokens/s' },
      { key: 'heldoutRatio', label: 'Heldout step / its products' },
      { key: 'pytorchRatio', label: 'PyTorch step / its products' },
      { key: 'heldoutMatmulGflops', label: 'Heldout products', unit: 'GFLOP/s' },
      { key: 'pytorchMatmulGflops', label: 'PyTorch products', unit: 'GFLOP/s' },
      { key: 'highestLoad', label: 'highest other load', unit: 'cores' },
    ],
    rows,
  );
  say(
    `\n${engines.join('; ')}; ${cpus()[0]?.model.trim()}, ${availableParallelism()} cores; medians of ${flags.rounds} rounds.`,
  );
}
