import { describe, expect, it } from 'vitest';
import loadWabt from 'wabt';
import { kernelBytes } from '@/lib/model/hostKernels/kernelBytes';
import { KernelMemory, paddedBytes } from '@/lib/model/hostKernels/kernelMemory';
import { kernelSource } from '@/lib/model/hostKernels/source';
import { dropoutNumbers, RandomStream } from '@/lib/model/random';

it('the stored module is what the source assembles to', async () => {
  const wabt = await loadWabt();
  const { buffer } = wabt.parseWat('kernels.wat', kernelSource, { simd: true }).toBinary({});
  expect(Buffer.from(buffer).toString('base64'), 'run `npm run kernels`').toBe(kernelBytes);
});

describe('dropoutMask', () => {
  it.each([1, 15, 16, 17, 1000, 4099])('draws the mask of RandomStream, %i elements', (length) => {
    const stream = new RandomStream(2 ** 40 + 7, 'dropout/decoder.embedding', 4_000_000_000);
    const expected = new Float32Array(length);
    stream.fillDropoutMask(expected, 0.1);
    const memory = new KernelMemory(paddedBytes(length));
    const mask = memory.floats(length);
    const { key0, key1, step } = stream.key;
    const { threshold, kept } = dropoutNumbers(0.1);
    memory.kernels.dropoutMask(mask.byteOffset, paddedBytes(length), step, key0, key1, threshold, kept);
    expect(mask).toEqual(expected);
  });
});

it.each([16, 32, 1008])('dropoutBits draws the same masks, a bit an element: %i elements', (length) => {
  const stream = new RandomStream(7, 'dropout/encoder.embedding', 12);
  const mask = new Float32Array(length);
  stream.fillDropoutMask(mask, 0.3);
  const memory = new KernelMemory(paddedBytes(length / 16));
  const bits = memory.floats(length / 16);
  const { key0, key1, step } = stream.key;
  memory.kernels.dropoutBits(
    bits.byteOffset,
    4 * bits.length,
    step,
    key0,
    key1,
    dropoutNumbers(0.3).threshold,
  );
  const kept = Array.from(mask, (_, at) => ((bits[at >> 4] ?? 0) >> (4 * (at % 4) + ((at % 16) >> 2))) & 1);
  expect(kept).toEqual(Array.from(mask, (value) => Number(value > 0)));
});

describe('a kernel memory', () => {
  it('gives arrays that do not share a block, filled with zeros', () => {
    const memory = new KernelMemory(paddedBytes(3) + paddedBytes(20));
    const [first, second] = [memory.floats(3), memory.floats(20)];
    expect(second.byteOffset - first.byteOffset).toBe(64);
    expect([...first, ...second].every((value) => value === 0)).toBe(true);
  });

  it('refuses more than it was made for', () => {
    const memory = new KernelMemory(paddedBytes(16));
    expect(() => memory.floats(20_000)).toThrowError(RangeError);
  });
});
