import type { ModelConfig } from '@/lib/model/config';

/**
 * A post-norm Transformer in plain JavaScript, in float64 and without batches, for attention weights to be compared
 * with: written from Vaswani et al. 2017 §3 and not from lib/model.
 */

type Matrix = number[][];
type Values = ReadonlyMap<string, ArrayLike<number>>;

export interface PlainWeights {
  encoderSelf: Matrix[][];
  decoderSelf: Matrix[][];
  cross: Matrix[][];
}

/** @returns [layer][head][query][key] for one source and what the decoder reads */
export function plainAttention(
  config: ModelConfig,
  values: Values,
  source: readonly number[],
  target: readonly number[],
): PlainWeights {
  const model = new PlainModel(config, values);
  let x = model.embed('encoder', source);
  const encoderSelf = layersOf(config.encoderLayers, (layer) => {
    const { weights, output } = model.attend(`encoder.${layer}.selfAttention`, x, x, false);
    x = model.feedForward(`encoder.${layer}`, model.addAndNorm(`encoder.${layer}.selfAttention`, x, output));
    return weights;
  });
  const memory = x;
  let y = model.embed('decoder', target);
  const cross: Matrix[][] = [];
  const decoderSelf = layersOf(config.decoderLayers, (layer) => {
    const name = `decoder.${layer}`;
    const self = model.attend(`${name}.selfAttention`, y, y, true);
    y = model.addAndNorm(`${name}.selfAttention`, y, self.output);
    const seen = model.attend(`${name}.crossAttention`, y, memory, false);
    y = model.feedForward(name, model.addAndNorm(`${name}.crossAttention`, y, seen.output));
    cross.push(seen.weights);
    return self.weights;
  });
  return { encoderSelf, decoderSelf, cross };
}

function layersOf<T>(count: number, make: (layer: number) => T): T[] {
  return Array.from({ length: count }, (_, layer) => make(layer));
}

class PlainModel {
  constructor(
    readonly config: ModelConfig,
    readonly values: Values,
  ) {}

  embed(side: 'encoder' | 'decoder', ids: readonly number[]): Matrix {
    const { dModel, scaleEmbedding } = this.config;
    const scale = scaleEmbedding ? Math.sqrt(dModel) : 1;
    return ids.map((id, position) =>
      Array.from(
        { length: dModel },
        (_, at) =>
          scale * this.#at(`${side}.embedding`, id * dModel + at) +
          this.#at(`${side}.positions`, position * dModel + at),
      ),
    );
  }

  attend(name: string, from: Matrix, to: Matrix, causal: boolean): { weights: Matrix[]; output: Matrix } {
    const { heads, dModel } = this.config;
    const size = dModel / heads;
    const [queries, keys, values] = [
      this.#dense(`${name}.query`, from),
      this.#dense(`${name}.key`, to),
      this.#dense(`${name}.value`, to),
    ];
    const part = (row: number[] | undefined, head: number) =>
      (row ?? []).slice(head * size, (head + 1) * size);
    const weights = layersOf(heads, (head) =>
      queries.map((query, position) =>
        softmax(
          keys.map((key, other) =>
            causal && other > position
              ? Number.NEGATIVE_INFINITY
              : dot(part(query, head), part(key, head)) / Math.sqrt(size),
          ),
        ),
      ),
    );
    const context = queries.map((_, position) =>
      weights.flatMap((rows, head) =>
        layersOf(size, (at) =>
          dot(
            rows[position] ?? [],
            values.map((value) => part(value, head)[at] ?? 0),
          ),
        ),
      ),
    );
    return { weights, output: this.#dense(`${name}.output`, context) };
  }

  addAndNorm(name: string, x: Matrix, added: Matrix): Matrix {
    return x.map((row, position) => {
      const sum = row.map((value, at) => value + (added[position]?.[at] ?? 0));
      const mean = sum.reduce((total, value) => total + value, 0) / sum.length;
      const variance = sum.reduce((total, value) => total + (value - mean) ** 2, 0) / sum.length;
      const deviation = Math.sqrt(variance + this.config.normEpsilon);
      return sum.map(
        (value, at) =>
          ((value - mean) / deviation) * this.#at(`${name}Norm.scale`, at) + this.#at(`${name}Norm.bias`, at),
      );
    });
  }

  feedForward(layer: string, x: Matrix): Matrix {
    const name = `${layer}.feedForward`;
    const inner = this.#dense(`${name}.inner`, x).map((row) => row.map((value) => Math.max(0, value)));
    return this.addAndNorm(name, x, this.#dense(`${name}.outer`, inner));
  }

  #dense(name: string, x: Matrix): Matrix {
    const outputs = this.values.get(`${name}.bias`)?.length ?? 0;
    return x.map((row) =>
      layersOf(outputs, (column) =>
        row.reduce(
          (sum, value, at) => sum + value * this.#at(`${name}.kernel`, at * outputs + column),
          this.#at(`${name}.bias`, column),
        ),
      ),
    );
  }

  #at(name: string, index: number): number {
    const value = this.values.get(name)?.[index];
    if (value === undefined) throw new RangeError(`no ${name} at ${index}`);
    return value;
  }
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
}

function softmax(scores: readonly number[]): number[] {
  const highest = Math.max(...scores);
  const exponentials = scores.map((score) => Math.exp(score - highest));
  const sum = exponentials.reduce((total, value) => total + value, 0);
  return exponentials.map((value) => value / sum);
}
