import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { Program } from '@/lib/engine/engine';
import { writeOnnx } from '@/lib/engine/onnxWriter';
import { trace } from '@/lib/engine/tracer';
import type { AttentionObserver } from '@/lib/model/attention';
import type { ModelConfig } from '@/lib/model/config';
import { modelParameters, parameterSignature } from '@/lib/model/parameterInputs';
import { decode, encode, noDropout } from '@/lib/model/transformer';
import { tinyModel } from './decodingReference';

const model: ModelConfig = { ...tinyModel, encoderLayers: 2, decoderLayers: 2 };

function graphBytes(observe?: AttentionObserver): Buffer {
  const program: Program = (inputs) => {
    const parameters = modelParameters(model, inputs);
    const { source, target } = inputs;
    if (!source || !target) throw new RangeError('no inputs');
    const memory = encode(model, parameters, source, noDropout, undefined, observe);
    return { states: decode(model, parameters, target, memory, noDropout, undefined, observe) };
  };
  const ids = { shape: [2, 8], type: 'int32' } as const;
  const graph = trace(program, { ...parameterSignature(model), source: ids, target: ids }, 'cpu');
  return Buffer.from(writeOnnx(graph));
}

describe('an observer of attention', () => {
  it('is told of every layer and adds nothing to the graph', () => {
    const told: [string, number[]][] = [];
    const observed = graphBytes((name, weights) => told.push([name, weights.shape]));
    expect(observed.equals(graphBytes())).toBe(true);
    expect(told).toEqual(
      [
        'encoder.0.selfAttention',
        'encoder.1.selfAttention',
        'decoder.0.selfAttention',
        'decoder.0.crossAttention',
        'decoder.1.selfAttention',
        'decoder.1.crossAttention',
      ].map((name) => [name, [2, model.heads, 8, 8]]),
    );
  });

  it('that computes something does change it: the comparison is of what is computed', () => {
    const negate: AttentionObserver = (_name, weights) => void tf.neg(weights);
    expect(graphBytes(negate).equals(graphBytes())).toBe(false);
  });
});
