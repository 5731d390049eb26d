import type { ModelConfig } from './config';
import { type BatchShape, targetsOf } from './tokenBatch';

/** [m, k] × [k, n], computed `count` times in a training step. */
export interface MatrixProduct {
  readonly m: number;
  readonly k: number;
  readonly n: number;
  readonly count: number;
}

/** `count` kernels [inputs, outputs], each applied to `positions` rows. */
interface LinearLayers {
  readonly positions: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly count: number;
}

/**
 * Floating-point operations of the matrix products of one training step. Everything else (norms, softmax, dropout, the
 * update) counts nothing, nor do lookups of embeddings.
 *
 * With d = dModel, f = dFf, V = targetVocab, S = rows · sourceLength, T = rows · targetLength, P = the target positions
 * that are predicted (T without padding), the multiplications of the forward pass are
 *
 *     encoder layer   S (4 d² + 2 d f)                 + 2 S sourceLength d
 *     decoder layer   T (6 d² + 2 d f) + 2 S d²        + 2 T targetLength d + 2 T sourceLength d
 *     generator       P d V
 *
 * (attention's two products, scores and weighted values, stand on the right). A multiplication comes with an addition:
 * times 2. The backward pass computes two products of the same size for each, by the input and by the weight (or by the
 * other operand, in attention): times 3. The first layers' input gradients are among them: the embeddings need them.
 */
export function flopsPerStep(config: ModelConfig, shape: BatchShape): number {
  const linear = linearLayers(config, shape).reduce(
    (sum, { positions, inputs, outputs, count }) => sum + positions * inputs * outputs * count,
    0,
  );
  return 2 * 3 * (linear + attentionMultiplications(config, shape));
}

export function flopsOf({ m, k, n }: Pick<MatrixProduct, 'm' | 'k' | 'n'>): number {
  return 2 * m * k * n;
}

/**
 * The products of a step's linear layers as plain ones, each size once: forward X·W, the input's gradient dY·Wᵀ and the
 * kernel's Xᵀ·dY, with what is transposed taken as it then lies. Attention's small products are left out.
 */
export function linearProducts(config: ModelConfig, shape: BatchShape): MatrixProduct[] {
  const products = new Map<string, MatrixProduct>();
  for (const { positions, inputs, outputs, count } of linearLayers(config, shape)) {
    for (const [m, k, n] of [
      [positions, inputs, outputs],
      [positions, outputs, inputs],
      [inputs, positions, outputs],
    ] as const) {
      const key = `${m} ${k} ${n}`;
      products.set(key, { m, k, n, count: (products.get(key)?.count ?? 0) + count });
    }
  }
  return [...products.values()];
}

function linearLayers(config: ModelConfig, shape: BatchShape): LinearLayers[] {
  const { dModel, dFf, encoderLayers, decoderLayers } = config;
  const source = shape.rows * shape.sourceLength;
  const target = shape.rows * shape.targetLength;
  const square = (positions: number, count: number) => ({
    positions,
    inputs: dModel,
    outputs: dModel,
    count,
  });
  const feedForward = (positions: number, count: number) => [
    { positions, inputs: dModel, outputs: dFf, count },
    { positions, inputs: dFf, outputs: dModel, count },
  ];
  return [
    square(source, 4 * encoderLayers),
    ...feedForward(source, encoderLayers),
    // All four of self-attention; queries and output of cross-attention, whose keys and values are the source's.
    square(target, 6 * decoderLayers),
    square(source, 2 * decoderLayers),
    ...feedForward(target, decoderLayers),
    { positions: targetsOf(shape), inputs: dModel, outputs: config.targetVocab, count: 1 },
  ];
}

/** Of the forward pass: scores and weighted values each multiply every query with every key over all heads. */
function attentionMultiplications(config: ModelConfig, shape: BatchShape): number {
  const { rows, sourceLength, targetLength } = shape;
  const pairs =
    config.encoderLayers * sourceLength * sourceLength +
    config.decoderLayers * (targetLength * targetLength + targetLength * sourceLength);
  return 2 * rows * pairs * config.dModel;
}
