import { KernelMemory, mostMemoryBytes, paddedBytes } from './hostKernels/kernelMemory';
import { decays, type OptimizerConfig, updateNumbers } from './optimizer';
import { elementsOf, type ParameterSpec } from './parameters';

/** A trained tensor with what the optimizer keeps about it: four arrays of the same length. */
export interface OptimizedTensor {
  readonly spec: ParameterSpec;
  readonly values: Float32Array;
  readonly gradient: Float32Array;
  readonly firstMoment: Float32Array;
  readonly secondMoment: Float32Array;
}

/** Values, gradients and both moments. */
const arraysATensor = 4;

/** Tensors one after the other in one memory, with the same offsets in each of the four arrays: one loop updates them. */
interface Block {
  readonly memory: KernelMemory;
  readonly tensors: readonly OptimizedTensor[];
  readonly bytes: number;
  readonly decays: boolean;
}

/**
 * Clipping and Adam in place on host memory. Its arrays are what engines read parameters from and write gradients to, so
 * a step copies nothing. It computes in float32, norms in float64.
 */
export class HostOptimizer {
  /** In the order of the given specs. */
  readonly tensors: readonly OptimizedTensor[];
  readonly #blocks: readonly Block[];

  /** All arrays start at zero. */
  constructor(specs: readonly ParameterSpec[]) {
    this.#blocks = [true, false].flatMap((decaying) =>
      inBlocks(specs.filter(({ kind }) => decays(kind) === decaying)).map((part) => blockOf(part, decaying)),
    );
    const made = new Map(
      this.#blocks.flatMap(({ tensors }) => tensors).map((tensor) => [tensor.spec, tensor]),
    );
    this.tensors = specs.flatMap((spec) => made.get(spec) ?? []);
  }

  /** The L2 norm over all gradients together. */
  gradientNorm(): number {
    let sum = 0;
    for (const { memory, tensors, bytes } of this.#blocks) {
      const at = tensors[0]?.gradient.byteOffset ?? 0;
      sum += memory.kernels.sumOfSquares(at, at + bytes);
    }
    return Math.sqrt(sum);
  }

  /**
   * One update of every tensor: Adam (Kingma & Ba 2015, algorithm 1), ε added after the root of the bias-corrected second
   * moment, as in the paper and PyTorch. Gradients with a global norm above clipNorm are scaled down to it (Pascanu et
   * al. 2013 §3.2). Moments smaller than the smallest normal float32 become zero.
   *
   * @param update counts from 1
   * @param norm what gradientNorm gives
   */
  update(config: OptimizerConfig, update: number, learningRate: number, norm: number): void {
    const { kind, beta1, beta2, epsilon, clipNorm } = config;
    const gradientScale = clipNorm > 0 && norm > clipNorm ? clipNorm / norm : 1;
    const { stepSize, rootCorrection } = updateNumbers(config, update, learningRate);
    for (const { memory, tensors, bytes, decays } of this.#blocks) {
      const decay = decays ? config.weightDecay : 0;
      const [first] = tensors;
      if (first === undefined) continue;
      memory.kernels.adam(
        first.values.byteOffset,
        first.gradient.byteOffset,
        first.firstMoment.byteOffset,
        first.secondMoment.byteOffset,
        bytes,
        gradientScale,
        kind === 'adam' ? decay : 0,
        kind === 'adamw' ? 1 - learningRate * decay : 1,
        stepSize,
        beta1,
        1 - beta1,
        beta2,
        1 - beta2,
        rootCorrection,
        epsilon,
      );
    }
  }
}

/** As many tensors a block as its memory can address. */
function inBlocks(specs: readonly ParameterSpec[]): ParameterSpec[][] {
  const blocks: ParameterSpec[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const spec of specs) {
    const added = arraysATensor * paddedBytes(elementsOf(spec.shape));
    if (bytes + added > mostMemoryBytes) {
      blocks.push([]);
      bytes = 0;
    }
    blocks.at(-1)?.push(spec);
    bytes += added;
  }
  return blocks;
}

function blockOf(specs: readonly ParameterSpec[], decays: boolean): Block {
  const bytes = specs.reduce((sum, { shape }) => sum + paddedBytes(elementsOf(shape)), 0);
  const memory = new KernelMemory(arraysATensor * bytes);
  const arrays = () => specs.map(({ shape }) => memory.floats(elementsOf(shape)));
  const [values, gradients, firsts, seconds] = [arrays(), arrays(), arrays(), arrays()];
  const tensors = specs.flatMap((spec, index) => {
    const [value, gradient, firstMoment, secondMoment] = [values, gradients, firsts, seconds].map(
      (each) => each[index],
    );
    if (!value || !gradient || !firstMoment || !secondMoment) return [];
    return [{ spec, values: value, gradient, firstMoment, secondMoment }];
  });
  return { memory, tensors, bytes, decays };
}
