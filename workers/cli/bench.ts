import { type Command, Option } from 'commander';
import { type EngineId, engineIds } from '@/lib/engine/types';
import { integerIn, integersIn, json, shareOf } from './options';

const threads = () =>
  new Option('--threads <n>', 'threads within one operation').argParser(integerIn(1, 256)).default(1);

const engine = () => new Option('--engine <name>', 'engine').choices(engineIds).default('onnx-cpu');

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
}
