import type { GradConfig, Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

/**
 * The derivatives of the kernels that the tracer lowers.
 *
 * In Node, tfjs-core registers no gradients by itself: its own are reachable only through ES modules that Node cannot
 * load (extensionless imports) or the umbrella package with all its backends. These are the same formulas over the
 * public operations, so that they work in any loader, and leave out what only a general library needs.
 */
type Derivative = Omit<GradConfig, 'kernelName' | 'gradFunc'> & {
  gradient(dy: Tensor, saved: Tensor[], attributes: tf.NamedAttrMap): Record<string, () => Tensor>;
};

/** The gradient of broadcasting: sum over the axes that were repeated. */
function sumTo(x: Tensor, shape: number[]): Tensor {
  const axes = tf.broadcast_util.getReductionAxes(shape, x.shape);
  return tf.reshape(axes.length === 0 ? x : tf.sum(x, axes), shape);
}

function pick(tensors: readonly Tensor[], index: number): Tensor {
  const tensor = tensors[index];
  if (tensor === undefined) throw new RangeError(`no saved tensor ${index}`);
  return tensor;
}

const ofInput = (derivative: (dy: Tensor, x: Tensor) => Tensor): Derivative => ({
  inputsToSave: ['x'],
  gradient: (dy, saved) => ({ x: () => derivative(dy, pick(saved, 0)) }),
});

const ofOutput = (derivative: (dy: Tensor, y: Tensor) => Tensor): Derivative => ({
  outputsToSave: [true],
  gradient: (dy, saved) => ({ x: () => derivative(dy, pick(saved, 0)) }),
});

/** Both inputs broadcast; each derivative is summed back to its input's shape. */
const ofPair = (
  derivativeA: (dy: Tensor, a: Tensor, b: Tensor) => Tensor,
  derivativeB: (dy: Tensor, a: Tensor, b: Tensor) => Tensor,
): Derivative => ({
  inputsToSave: ['a', 'b'],
  gradient: (dy, saved) => {
    const [a, b] = [pick(saved, 0), pick(saved, 1)];
    return {
      a: () => sumTo(derivativeA(dy, a, b), a.shape),
      b: () => sumTo(derivativeB(dy, a, b), b.shape),
    };
  },
});

function keptShape(shape: number[], axes: number[]): number[] {
  return shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
}

/** Sum and Mean: every element that was added gets the same share. */
const ofAverage = (share: (count: number) => number): Derivative => ({
  inputsToSave: ['x'],
  gradient: (dy, saved, attributes) => {
    const x = pick(saved, 0);
    const axes = tf.util.parseAxisParam(
      numbers(attributes['axis']) ?? x.shape.map((_, axis) => axis),
      x.shape,
    );
    const count = axes.reduce((product, axis) => product * (x.shape[axis] ?? 1), 1);
    return {
      x: () => {
        const spread = tf.broadcastTo(tf.reshape(dy, keptShape(x.shape, axes)), x.shape);
        return share(count) === 1 ? spread : tf.mul(spread, share(count));
      },
    };
  },
});

function numbers(attribute: unknown): number | number[] | undefined {
  if (typeof attribute === 'number') return attribute;
  return Array.isArray(attribute) ? attribute.map(Number) : undefined;
}

const derivatives: Readonly<Record<string, Derivative>> = {
  Abs: ofInput((dy, x) =>
    tf.mul(dy, tf.sub(tf.cast(tf.greater(x, 0), 'float32'), tf.cast(tf.less(x, 0), 'float32'))),
  ),
  /** d erf(x)/dx = 2/√π · exp(−x²) */
  Erf: ofInput((dy, x) => tf.mul(dy, tf.mul(tf.exp(tf.neg(tf.square(x))), 2 / Math.sqrt(Math.PI)))),
  Log: ofInput((dy, x) => tf.div(dy, x)),
  Neg: ofInput((dy) => tf.neg(dy)),
  Square: ofInput((dy, x) => tf.mul(dy, tf.mul(x, 2))),
  Identity: ofInput((dy) => dy),
  Cast: ofInput((dy) => dy),
  Reshape: ofInput((dy, x) => tf.reshape(dy, x.shape)),
  Exp: ofOutput((dy, y) => tf.mul(dy, y)),
  Relu: ofOutput((dy, y) => tf.mul(dy, tf.cast(tf.greater(y, 0), 'float32'))),
  Sigmoid: ofOutput((dy, y) => tf.mul(dy, tf.mul(y, tf.sub(1, y)))),
  Sqrt: ofOutput((dy, y) => tf.div(tf.mul(dy, 0.5), y)),
  Rsqrt: ofOutput((dy, y) => tf.mul(tf.mul(dy, -0.5), tf.mul(y, tf.square(y)))),
  Reciprocal: ofOutput((dy, y) => tf.neg(tf.mul(dy, tf.square(y)))),
  Tanh: ofOutput((dy, y) => tf.mul(dy, tf.sub(1, tf.square(y)))),
  Add: ofPair(
    (dy) => dy,
    (dy) => dy,
  ),
  Sub: ofPair(
    (dy) => dy,
    (dy) => tf.neg(dy),
  ),
  Multiply: ofPair(
    (dy, _, b) => tf.mul(dy, b),
    (dy, a) => tf.mul(dy, a),
  ),
  RealDiv: ofPair(
    (dy, _, b) => tf.div(dy, b),
    (dy, a, b) => tf.neg(tf.div(tf.mul(dy, a), tf.square(b))),
  ),
  Maximum: ofPair(
    (dy, a, b) => tf.mul(dy, tf.cast(tf.greaterEqual(a, b), 'float32')),
    (dy, a, b) => tf.mul(dy, tf.cast(tf.less(a, b), 'float32')),
  ),
  Minimum: ofPair(
    (dy, a, b) => tf.mul(dy, tf.cast(tf.lessEqual(a, b), 'float32')),
    (dy, a, b) => tf.mul(dy, tf.cast(tf.greater(a, b), 'float32')),
  ),
  SquaredDifference: ofPair(
    (dy, a, b) => tf.mul(dy, tf.mul(tf.sub(a, b), 2)),
    (dy, a, b) => tf.mul(dy, tf.mul(tf.sub(b, a), 2)),
  ),
  Sum: ofAverage(() => 1),
  Mean: ofAverage((count) => 1 / count),
  Softmax: {
    outputsToSave: [true],
    gradient: (dy, saved, attributes) => ({
      logits: () => {
        const y = pick(saved, 0);
        const weighted = tf.mul(dy, y);
        return tf.sub(weighted, tf.mul(tf.sum(weighted, Number(attributes['dim']), true), y));
      },
    }),
  },
  LogSoftmax: {
    outputsToSave: [true],
    gradient: (dy, saved, attributes) => ({
      logits: () => tf.sub(dy, tf.mul(tf.sum(dy, Number(attributes['axis']), true), tf.exp(pick(saved, 0)))),
    }),
  },
  BatchMatMul: {
    inputsToSave: ['a', 'b'],
    gradient: (dy, saved, { transposeA, transposeB }) => {
      const [a, b] = [pick(saved, 0), pick(saved, 1)];
      const [ta, tb] = [transposeA === true, transposeB === true];
      return {
        a: () => (ta ? tf.matMul(b, dy, tb, true) : tf.matMul(dy, b, false, !tb)),
        b: () => (tb ? tf.matMul(dy, a, true, ta) : tf.matMul(a, dy, !ta, false)),
      };
    },
  },
  Transpose: {
    gradient: (dy, _, attributes) => {
      const perm = numbers(attributes['perm']);
      const undo = Array.isArray(perm) ? perm.map((_, axis) => perm.indexOf(axis)) : undefined;
      return { x: () => tf.transpose(dy, undo) };
    },
  },
  ExpandDims: {
    inputsToSave: ['input'],
    gradient: (dy, saved) => ({ input: () => tf.reshape(dy, pick(saved, 0).shape) }),
  },
  /** Rows of a table (axis 0): rows that were read more than once add up. */
  GatherV2: {
    inputsToSave: ['x', 'indices'],
    gradient: (dy, saved, attributes) => ({
      x: () => {
        const [x, indices] = [pick(saved, 0), pick(saved, 1)];
        if (attributes['axis'] !== 0) throw new TypeError('the gradient of gather is defined for axis 0');
        const rows = tf.reshape(dy, [indices.size, ...x.shape.slice(1)]);
        const ids = tf.reshape<tf.Rank.R1>(indices, [indices.size]);
        return tf.unsortedSegmentSum(rows, ids, x.shape[0] ?? 0);
      },
    }),
  },
  Slice: {
    inputsToSave: ['x'],
    gradient: (dy, saved, attributes) => ({
      x: () => {
        const x = pick(saved, 0);
        const [begin] = tf.slice_util.parseSliceParams(x, numbers(attributes['begin']) ?? 0);
        const paddings = x.shape.map((size, axis): [number, number] => {
          const before = begin?.[axis] ?? 0;
          return [before, size - before - (dy.shape[axis] ?? 0)];
        });
        return tf.pad(dy, paddings);
      },
    }),
  },
  Select: {
    inputsToSave: ['condition'],
    gradient: (dy, saved) => {
      const chosen = tf.cast(pick(saved, 0), 'float32');
      return { t: () => tf.mul(dy, chosen), e: () => tf.mul(dy, tf.sub(1, chosen)) };
    },
  },
  /** BroadcastTo and tile reach the same kernel; only repeating an axis of length 1 is differentiated. */
  Tile: ofInput((dy, x) => sumTo(dy, x.shape)),
};

/** Makes tf.grads and its kin work for these kernels; harmless when called again. */
export function registerGradients(): void {
  for (const [kernelName, { gradient, ...saving }] of Object.entries(derivatives)) {
    tf.registerGradient({
      kernelName,
      ...saving,
      gradFunc: (dy, saved, attributes) => {
        if (Array.isArray(dy)) throw new TypeError(`${kernelName} has one output`);
        return gradient(dy, saved, attributes);
      },
    });
  }
}
