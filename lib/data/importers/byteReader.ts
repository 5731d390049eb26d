/** Chunks are handed on in pieces of at most this size, so that no single decoded string grows large. */
const maxPieceBytes = 64 * 1024;

/** Reads a stream of bytes by counts, then hands on what is left. Holds no more than the chunk it is in. */
export class ByteReader {
  /** Bytes taken from the stream so far. */
  bytesRead = 0;
  private readonly iterator: AsyncIterator<Uint8Array>;
  private current: Uint8Array = new Uint8Array(0);

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.iterator = chunks[Symbol.asyncIterator]();
  }

  /** At most `count` bytes: fewer only where the stream ends; they are given again by what reads next. */
  async peek(count: number): Promise<Uint8Array> {
    if (this.current.length >= count) return this.current.subarray(0, count);
    const pieces = [this.current];
    let available = this.current.length;
    while (available < count) {
      const next = await this.iterator.next();
      if (next.done) break;
      pieces.push(next.value);
      available += next.value.length;
      this.bytesRead += next.value.length;
    }
    this.current = Buffer.concat(pieces);
    return this.current.subarray(0, count);
  }

  /** Exactly `count` bytes, or null where the stream ends before. */
  async read(count: number): Promise<Uint8Array | null> {
    const bytes = await this.peek(count);
    if (bytes.length < count) return null;
    this.current = this.current.subarray(count);
    return bytes;
  }

  /** The next `count` bytes in pieces; fewer where the stream ends before. */
  async *take(count: number): AsyncGenerator<Uint8Array> {
    let left = count;
    while (left > 0) {
      const bytes = await this.peek(1);
      if (bytes.length === 0) return;
      const piece = this.current.subarray(0, Math.min(left, maxPieceBytes));
      this.current = this.current.subarray(piece.length);
      left -= piece.length;
      yield piece;
    }
  }

  /** All that is left, in pieces; closes the stream when it is left. */
  async *rest(): AsyncGenerator<Uint8Array> {
    try {
      yield* this.take(Number.POSITIVE_INFINITY);
    } finally {
      await this.close();
    }
  }

  /** Tells the stream that no more is wanted. */
  async close(): Promise<void> {
    this.current = new Uint8Array(0);
    await this.iterator.return?.();
  }
}
