import { type Command, Option } from 'commander';
import { type EngineId, engineIds } from '@/lib/engine/types';
import type { EngineWish } from '../engineChoice';
import type { BenchShape } from './benchGpu';
import { type ImportOptionFlags, importOptions } from './importOptions';
import {
  bytesOfGibibytes,
  deviceMemory,
  integerIn,
  integersIn,
  json,
  mostReplicas,
  positive,
  shapesIn,
  shareOf,
} from './options';

const threads = () =>
  new Option('--threads <n>', 'threads within one operation').argParser(integerIn(1, 256)).default(1);

const engine = () => new Option('--engine <name>', 'engine').choices(engineIds).default('onnx-cpu');

const atOnce = () =>
  new Option('--at-once <list>', 'how many processes train a run each at once, in turn; 0: none')
    .argParser(integersIn(0, 64))
    .default([1, 2, 4, 8], '1,2,4,8');

const replicas = () =>
  new Option('--replicas <list>', 'how many runs one process steps together as one graph, in turn; 0: none')
    .argParser(integersIn(0, mostReplicas))
    .default([1, 2, 4, 8], '1,2,4,8; where the engine has replicas');

/**
 * heldout bench …: how fast this machine trains and translates. Nothing of a data directory is read or written. The
 * benchmarks are loaded when one is asked for, because they load an engine.
 */
export function addBench(program: Command, finish: (code: number) => void): void {
  const bench = program
    .command('bench')
    .description('measure training and decoding on this machine; run it while nothing else works')
    .exitOverride();
  bench
    .command('engine')
    .description("training steps of the study's shapes, beside the engine's own rate of matrix products")
    .addOption(
      new Option('--dModel <list>', 'widths; heads: 8')
        .argParser(integersIn(8, 2048))
        .default([512, 256], '512,256'),
    )
    .addOption(
      new Option('--layers <list>', 'layers of the encoder, and of the decoder')
        .argParser(integersIn(1, 12))
        .default([1, 2], '1,2'),
    )
    .addOption(threads())
    .addOption(
      new Option('--steps <n>', 'timed steps of each shape').argParser(integerIn(1, 10_000)).default(15),
    )
    .addOption(
      new Option('--in-flight <n>', 'steps that a GPU is given before it is waited for')
        .argParser(integerIn(1, 1000))
        .default(10),
    )
    .addOption(engine())
    .addOption(json())
    .action(
      async (flags: {
        dModel: number[];
        layers: number[];
        threads: number;
        steps: number;
        engine: EngineId;
        inFlight: number;
        json: boolean;
      }) => {
        const { benchEngine } = await import('./benchEngine');
        finish(await benchEngine(flags));
      },
    );
  bench
    .command('epoch')
    .description('an epoch of real sentences, beside the same sentences all padded to the longest')
    .requiredOption('--corpus <file>', 'tab-separated sentence pairs')
    .addOption(new Option('--dModel <n>', 'width; heads: 8').argParser(integerIn(8, 2048)).default(256))
    .addOption(threads())
    .addOption(
      new Option('--fraction <share>', "share of the epoch's batches that is trained")
        .argParser(shareOf)
        .default(1),
    )
    .addOption(
      new Option('--padded-batches <n>', 'batches of the padded loop that are trained')
        .argParser(integerIn(2, 1_000_000))
        .default(40),
    )
    .addOption(engine())
    .addOption(json())
    .action(
      async (flags: {
        corpus: string;
        dModel: number;
        threads: number;
        fraction: number;
        paddedBatches: number;
        engine: EngineId;
        json: boolean;
      }) => {
        const { benchEpoch } = await import('./benchEpoch');
        finish(await benchEpoch(flags));
      },
    );
  bench
    .command('decode')
    .description('translating many sentences at once and one alone, greedily and by beam search')
    .addOption(
      new Option('--dModel <list>', 'widths; heads: 8')
        .argParser(integersIn(8, 2048))
        .default([512, 256], '512,256'),
    )
    .addOption(threads())
    .addOption(
      new Option('--sentences <n>', 'sentences decoded at once')
        .argParser(integerIn(1, 100_000))
        .default(400),
    )
    .addOption(
      new Option('--beam <width>', 'width of the beam search; 1 for none')
        .argParser(integerIn(1, 16))
        .default(4),
    )
    .addOption(engine())
    .addOption(json())
    .action(
      async (flags: {
        dModel: number[];
        threads: number;
        sentences: number;
        beam: number;
        engine: EngineId;
        json: boolean;
      }) => {
        const { benchDecode } = await import('./benchDecode');
        finish(await benchDecode(flags));
      },
    );
  addBenchGpu(bench, finish);
  addBenchSweep(bench, finish);
}

/** The four shapes of bench engine and a wide one. */
const gpuShapes = '512x1,512x2,256x1,256x2,1024x6';

function addBenchGpu(bench: Command, finish: (code: number) => void): void {
  bench
    .command('gpu')
    .description(
      'training steps, decoding and several runs at once on a GPU; docs/gpu.md lays PyTorch beside it',
    )
    .addOption(
      new Option('--engine <name>', 'engine')
        .choices(['auto', ...engineIds])
        .default('auto', 'auto: the GPU engine that training would take'),
    )
    .addOption(threads())
    .addOption(
      new Option('--shapes <list>', 'width and layers of each model; heads: 8')
        .argParser(shapesIn)
        .default(shapesIn(gpuShapes), gpuShapes),
    )
    .addOption(
      new Option('--steps <n>', 'timed steps of each shape').argParser(integerIn(1, 10_000)).default(50),
    )
    .addOption(
      new Option('--sentences <n>', 'sentences decoded at once; 0: no decoding')
        .argParser(integerIn(0, 100_000))
        .default(400),
    )
    .addOption(atOnce())
    .addOption(replicas())
    .addOption(
      new Option('--sweep-shape <shape>', 'model of the runs at once')
        .argParser(shapesIn)
        .default(shapesIn('256x1'), '256x1'),
    )
    .addOption(
      new Option('--window <seconds>', 'for how long they train at once').argParser(positive).default(10),
    )
    .addOption(json())
    .action(
      async (flags: {
        engine: EngineWish;
        threads: number;
        shapes: BenchShape[];
        steps: number;
        sentences: number;
        atOnce: number[];
        replicas: number[];
        sweepShape: BenchShape[];
        window: number;
        json: boolean;
      }) => {
        const { sweepShape, window, ...rest } = flags;
        const [first = { dModel: 256, layers: 1 }] = sweepShape;
        const { benchGpu } = await import('./benchGpu');
        finish(
          await benchGpu({
            ...rest,
            sweepShape: first,
            windowMs: 1000 * window,
          }),
        );
      },
    );
}

function addBenchSweep(bench: Command, finish: (code: number) => void): void {
  const sweep = bench
    .command('sweep')
    .description('a small sweep with one run at a time, two, four …: server, workers, evaluation and all')
    .addOption(
      new Option('--engine <name>', 'engine')
        .choices(['auto', ...engineIds])
        .default('auto', 'auto: the engine that training would take'),
    )
    .addOption(
      new Option('--threads <n>', 'threads of each trainer; auto: cores shared').argParser(
        (text: string): number | 'auto' => (text === 'auto' ? text : integerIn(1, 256)(text)),
      ),
    )
    .addOption(atOnce())
    .addOption(replicas())
    .addOption(new Option('--runs <n>', 'runs of each sweep').argParser(integerIn(1, 1000)).default(8))
    .addOption(new Option('--dModel <n>', 'width; heads: 8').argParser(integerIn(8, 4096)).default(256))
    .addOption(
      new Option('--layers <n>', 'of the encoder, and of the decoder').argParser(integerIn(1, 24)).default(1),
    )
    .addOption(new Option('--epochs <n>', 'epochs of each run').argParser(integerIn(1, 1000)).default(4))
    .addOption(
      new Option('--train-size <n>', 'training pairs of each run; 0: all of the corpus')
        .argParser(integerIn(0, 10_000_000))
        .default(3000),
    )
    .option('--corpus <files...>', 'sentence pairs; default: the phrasebook')
    .addOption(deviceMemory())
    .addOption(json());
  importOptions(sweep).action(
    async (
      flags: ImportOptionFlags & {
        engine: EngineWish;
        threads?: number | 'auto';
        atOnce: number[];
        replicas: number[];
        corpus?: string[];
        runs: number;
        dModel: number;
        layers: number;
        epochs: number;
        trainSize: number;
        deviceMemory: number | undefined;
        json: boolean;
      },
    ) => {
      const { deviceMemory: gibibytes, threads = 'auto', ...rest } = flags;
      const { benchSweep } = await import('./benchSweep');
      finish(await benchSweep({ ...rest, threads, deviceMemoryBytes: bytesOfGibibytes(gibibytes) }));
    },
  );
}
