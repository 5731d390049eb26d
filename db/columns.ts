/**
 * Typed arrays as blobs. Little-endian, as every platform is that the engines run on. Blobs are copied on reading:
 * a Buffer may start at an odd address, where a Float64Array cannot.
 */
export function bytesOf(column: Uint32Array | Float64Array): Buffer {
  return Buffer.from(column.buffer, column.byteOffset, column.byteLength);
}

export function uint32Of(bytes: Uint8Array): Uint32Array {
  return new Uint32Array(Uint8Array.from(bytes).buffer);
}

export function float64Of(bytes: Uint8Array): Float64Array {
  return new Float64Array(Uint8Array.from(bytes).buffer);
}
