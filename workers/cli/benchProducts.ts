import { setTimeout as sleep } from 'node:timers/promises';
import { matMul, slice, type Tensor } from '@tensorflow/tfjs-core';
import type { Engine, Program, TensorSpec } from '@/lib/engine/engine';
import { flopsOf, type MatrixProduct } from '@/lib/model/flops';
import { median } from './benchReport';

type Size = Pick<MatrixProduct, 'm' | 'k' | 'n'>;

/** One matrix product as a compiled graph of its own. */
interface OpenProduct {
  readonly size: Size;
  readonly count: number;
  /** Milliseconds of one product, of every run so far but warm-ups. */
  readonly times: number[];
  /** Runs it once; milliseconds of one product. */
  run(): Promise<number>;
  dispose(): Promise<void>;
}

const warmups = 2;
/** Timed runs a visit: enough to pass the time below, at most so many. */
const mostRuns = 20;
const fewestRuns = 3;
const visitMs = 40;

/**
 * Before each product on the CPU with several threads: those of the graph that ran before wait for more work by spinning,
 * and would take a core from this one.
 */
const settleMs = 100;

/** A device is waited for once a run, by reading one number: several products a run, so that this counts for little. */
const deviceProducts = 8;

/** Open graphs of an engine's plain products, timed visit by visit. */
export class ProductBench {
  readonly #products: readonly OpenProduct[];
  readonly #threads: number;

  private constructor(products: readonly OpenProduct[], threads: number) {
    this.#products = products;
    this.#threads = threads;
  }

  static async open(
    engine: Engine,
    threads: number,
    products: readonly MatrixProduct[],
  ): Promise<ProductBench> {
    const opened: OpenProduct[] = [];
    for (const product of products) opened.push(await openProduct(engine, product));
    return new ProductBench(opened, threads);
  }

  /** Times each product several times. The first runs of a visit, with cold caches and threads asleep, do not count. */
  async visit(): Promise<void> {
    for (const product of this.#products) {
      if (this.#threads > 1) await sleep(settleMs);
      for (let warmup = 0; warmup < warmups; warmup += 1) await product.run();
      let spentMs = 0;
      for (let run = 0; run < mostRuns && (run < fewestRuns || spentMs < visitMs); run += 1) {
        const startedMs = performance.now();
        product.times.push(await product.run());
        spentMs += performance.now() - startedMs;
      }
    }
  }

  /** GFLOP/s over all products, each weighted with its count and taken at its median time. */
  gflops(): number {
    const flops = this.#products.reduce((sum, { size, count }) => sum + count * flopsOf(size), 0);
    const ms = this.#products.reduce((sum, { times, count }) => sum + count * median(times), 0);
    return flops / (ms * 1e6);
  }

  async dispose(): Promise<void> {
    for (const product of this.#products) await product.dispose();
  }
}

async function openProduct(engine: Engine, product: MatrixProduct): Promise<OpenProduct> {
  const timed = await (engine.memory === 'host' ? onHost(engine, product) : onDevice(engine, product));
  return { size: product, count: product.count, times: [], ...timed };
}

type Timed = Pick<OpenProduct, 'run' | 'dispose'>;

async function onHost(engine: Engine, { m, k, n }: Size): Promise<Timed> {
  const executable = await engine.compile(
    (inputs) => ({ product: matMul(operand(inputs, 'a'), operand(inputs, 'b')) }),
    { a: matrix(m, k), b: matrix(k, n) },
  );
  const feeds = { a: numbers(m * k), b: numbers(k * n) };
  return {
    run: async () => {
      const startedMs = performance.now();
      await executable.run(feeds);
      return performance.now() - startedMs;
    },
    dispose: () => executable.dispose(),
  };
}

/** Operands and products stay on the device, as they do within a step. */
async function onDevice(engine: Engine, { m, k, n }: Size): Promise<Timed> {
  const copies = Array.from({ length: deviceProducts }, (_, copy) => copy);
  const signature: Record<string, TensorSpec> = { b: matrix(k, n) };
  const values: Record<string, Float32Array> = { b: numbers(k * n) };
  for (const copy of copies) {
    signature[`a${copy}`] = matrix(m, k);
    values[`a${copy}`] = numbers(m * k);
    signature[`product${copy}`] = matrix(m, n);
    values[`product${copy}`] = new Float32Array(m * n);
  }
  const program: Program = (inputs) => {
    const products = copies.map((copy) => matMul(operand(inputs, `a${copy}`), operand(inputs, 'b')));
    const last = products.at(-1);
    if (last === undefined) throw new RangeError('no product to wait for');
    return {
      ...Object.fromEntries(products.map((product, copy) => [`product${copy}`, product])),
      corner: slice(last, [0, 0], [1, 1]),
    };
  };
  const state = await engine.createState(signature, values);
  const executable = await engine.compile(program, {}, { states: [state] });
  return {
    run: async () => {
      const startedMs = performance.now();
      await executable.run({});
      return (performance.now() - startedMs) / deviceProducts;
    },
    dispose: async () => {
      await executable.dispose();
      await state.dispose();
    },
  };
}

function operand(inputs: Readonly<Record<string, Tensor>>, name: string): Tensor {
  const tensor = inputs[name];
  if (tensor === undefined) throw new RangeError(`the engine left out operand ${name}`);
  return tensor;
}

function matrix(rows: number, columns: number): TensorSpec {
  return { shape: [rows, columns], type: 'float32' };
}

/** Between −0.5 and 0.5, none so small that the processor slows down over it. */
function numbers(count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => ((i * 7919) % 1009) / 1009 - 0.5);
}
