import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readSafeTensors, type SafeTensorsFile, safeTensorsParts } from '@/lib/model/safetensors';

const file: SafeTensorsFile = {
  metadata: { format: 'heldout-model', note: '译文' },
  tensors: [
    {
      name: 'b',
      shape: [2, 3],
      values: Float32Array.of(0, 1, -2, 0.5, Number.NaN, Number.POSITIVE_INFINITY),
    },
    { name: 'a', shape: [], values: Float32Array.of(7) },
    { name: 'empty', shape: [0, 4], values: new Float32Array() },
  ],
};
const bytesOf = (content: SafeTensorsFile) => Buffer.concat(safeTensorsParts(content));

describe('safetensors', () => {
  it('are read as they were written, in their order', () => {
    expect(readSafeTensors(bytesOf(file), 'x')).toEqual(file);
    // Where the bytes do not begin at a multiple of four.
    const shifted = Buffer.concat([Buffer.alloc(1), bytesOf(file)]).subarray(1);
    expect(readSafeTensors(shifted, 'x')).toEqual(file);
  });

  it('are laid out as the format says', () => {
    const bytes = bytesOf(file);
    const headerBytes = Number(bytes.readBigUInt64LE());
    expect(headerBytes % 8).toBe(0);
    const header = bytes.toString('utf8', 8, 8 + headerBytes);
    expect(header).toBe(header.trimEnd().padEnd(header.length, ' '));
    expect(JSON.parse(header)).toEqual({
      __metadata__: file.metadata,
      b: { dtype: 'F32', shape: [2, 3], data_offsets: [0, 24] },
      a: { dtype: 'F32', shape: [], data_offsets: [24, 28] },
      empty: { dtype: 'F32', shape: [0, 4], data_offsets: [28, 28] },
    });
    expect(bytes.readFloatLE(8 + headerBytes + 12)).toBe(0.5);
    expect(bytes).toHaveLength(8 + headerBytes + 28);
  });

  it('are the same bytes today as when the format was introduced', () => {
    // The hash is of the bytes that Python's json and struct make of the same description.
    const golden = bytesOf({
      metadata: { format: 'heldout-model', step: '3' },
      tensors: [{ name: 'w', shape: [2, 2], values: Float32Array.of(1, 2, 3, 4) }],
    });
    expect(createHash('sha256').update(golden).digest('hex')).toBe(
      '46e084cb3c7c108a4015ec1863e9aab23316c038bfd92bece5aa6c1368821567',
    );
  });

  it.each<[string, (bytes: Buffer) => Buffer]>([
    ['nothing', () => Buffer.alloc(0)],
    ['another file', () => Buffer.from('<!doctype html><p>This is a page, and no model.')],
    ['a file that is cut', (bytes) => bytes.subarray(0, bytes.length - 1)],
    ['a file with more', (bytes) => Buffer.concat([bytes, Buffer.alloc(4)])],
    [
      'tensors of another type',
      (bytes) => Buffer.from(bytes.toString('latin1').replace('"F32"', '"F16"'), 'latin1'),
    ],
    [
      'tensors that overlap',
      (bytes) => Buffer.from(bytes.toString('latin1').replace('[24,28]', '[20,24]'), 'latin1'),
    ],
    ['a header that is none', (bytes) => Buffer.from(bytes.toString('latin1').replace('{', '['), 'latin1')],
  ])('refuse %s, saying what is wrong', (_what, damage) => {
    expect(() => readSafeTensors(damage(bytesOf(file)), 'models/x.safetensors')).toThrow(
      /^Reading the model models\/x\.safetensors: .*; it is no whole safetensors file/,
    );
  });
});
