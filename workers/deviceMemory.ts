import { z } from 'zod';
import type { ModelConfig } from '@/lib/model/config';
import { cacheCapacity, mostGroups } from '@/lib/model/decodeShapes';
import { countParameters } from '@/lib/model/parameters';
import { type BatchShape, targetsOf } from '@/lib/model/tokenBatch';

/** What a run will hold on a device, in bytes, at most. */
export const deviceMemorySchema = z.object({
  /** Parameters, both moments, their next values and the gradients. */
  states: z.number(),
  /** Of the largest training batch, with what the backward pass makes of them. */
  activations: z.number(),
  /** Keys and values of translations. */
  decoding: z.number(),
  /** The driver's context of the process, compiled kernels, staging buffers. */
  context: z.number(),
  /** All of them, with a margin for what allocators round up. */
  total: z.number(),
});
export type DeviceMemoryEstimate = z.infer<typeof deviceMemorySchema>;

const float = 4;
/**
 * Of each parameter: value and two moments, the next of each, the gradient, as tensors and joined, its clipped copy, and what
 * the update is made of (lib/model/optimizerProgram).
 */
const copies = 10;
/** Retained activations, and as much again for the gradients that are alive beside them. */
const backward = 2;
/** Logits, probabilities, their gradient, and two that are being made. */
const logitCopies = 5;
/** Sources and targets, what is read and what is written, and the states of fewer rows (see lib/model/decodeShapes). */
const cacheCopies = 12;
/** Vulkan and CUDA contexts take 0.3 to 0.5 GiB on data-centre GPUs. */
const contextBytes = 640 * 2 ** 20;
/** WebGPU's buffers come in buckets: what is asked for is rounded up. */
const margin = 1.25;

/**
 * An upper estimate from sizes alone; nothing is allocated. Activations by layer, in positions × width: each of query, key,
 * value, context, output, residual and norm is one d_model wide, most twice (as computed, and as it lies for the next
 * product); inner activations of the feed-forward are kept thrice (before and after ReLU or GELU, and dropout's mask);
 * attention's scores four times (scores, mask added, weights, dropout). docs/gpu.md holds it against measured memory.
 *
 * @param shapes of the training batches; the largest counts
 * @param beamWidth of translations; 1: greedy
 */
export function estimateDeviceMemory(
  model: ModelConfig,
  shapes: readonly BatchShape[],
  beamWidth: number,
): DeviceMemoryEstimate {
  const states = float * copies * countParameters(model);
  const activations = Math.max(0, ...shapes.map((shape) => float * activationFloats(model, shape)));
  const rows = mostGroups(model, beamWidth, model.maxLength) * beamWidth;
  const row = 2 * model.decoderLayers * model.dModel * cacheCapacity(model.maxLength);
  const decoding = float * cacheCopies * rows * row;
  const context = contextBytes;
  // Translating and training take turns, but the memory of one is kept for its next turn.
  const total = Math.ceil(context + margin * (states + activations + decoding));
  return { states, activations, decoding, context, total };
}

function activationFloats(model: ModelConfig, shape: BatchShape): number {
  const { dModel: d, dFf, heads, encoderLayers, decoderLayers, targetVocab } = model;
  const { rows, sourceLength, targetLength } = shape;
  const source = rows * sourceLength;
  const target = rows * targetLength;
  const feedForward = 3 * dFf + 6 * d;
  const encoder = source * (14 * d + feedForward) + 4 * heads * rows * sourceLength ** 2;
  const decoder =
    target * (24 * d + feedForward) +
    source * 4 * d +
    4 * heads * rows * (targetLength ** 2 + targetLength * sourceLength);
  const embeddings = 4 * d * (source + target);
  const logits = logitCopies * targetsOf(shape) * targetVocab;
  return backward * (encoderLayers * encoder + decoderLayers * decoder + embeddings) + logits;
}

/**
 * Of runs that step together as one graph: states, activations and translations of each, and one more set of parameters and
 * of translations, for those that evaluate and translate by themselves.
 *
 * @param one of a run by itself
 */
export function memoryOfReplicas(one: DeviceMemoryEstimate, replicas: number): DeviceMemoryEstimate {
  if (replicas === 1) return one;
  const states = replicas * one.states + one.states / copies;
  const activations = replicas * one.activations;
  const decoding = (replicas + 1) * one.decoding;
  const total = Math.ceil(one.context + margin * (states + activations + decoding));
  return { ...one, states, activations, decoding, total };
}

/** "3.1 GiB": of what a person compares with a device's. */
export function gibibytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}
