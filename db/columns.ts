/** Typed arrays as blobs. Little-endian, as every platform is that the engines run on. */
export function bytesOf(column: Uint32Array | Float64Array): Buffer {
  return Buffer.from(column.buffer, column.byteOffset, column.byteLength);
}

/** A view of the blob where its address allows that, else a copy: nobody writes to it. @throws RangeError where the blob is cut off */
export function uint32Of(bytes: Uint8Array): Uint32Array {
  const size = Uint32Array.BYTES_PER_ELEMENT;
  return isAligned(bytes, size)
    ? new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / size)
    : new Uint32Array(Uint8Array.from(bytes).buffer);
}

/** As uint32Of. */
export function float64Of(bytes: Uint8Array): Float64Array {
  const size = Float64Array.BYTES_PER_ELEMENT;
  return isAligned(bytes, size)
    ? new Float64Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / size)
    : new Float64Array(Uint8Array.from(bytes).buffer);
}

function isAligned({ byteOffset, byteLength }: Uint8Array, size: number): boolean {
  return byteOffset % size === 0 && byteLength % size === 0;
}
