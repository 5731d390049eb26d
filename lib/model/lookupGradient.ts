import type { TensorValues } from '@/lib/engine/engine';
import { type TokenBatch, targetColumns } from './tokenBatch';
import type { Side } from './transformer';

/**
 * The gradient of an embedding: a batch reads few of its rows, so those are added on the host, where nothing of the
 * table's size is made. In the graph, the additions alone take 10 ms of a step at d_model 512 (ScatterElements; its
 * faster relative ScatterND loses additions on several threads).
 */
export class LookupGradient {
  /** Rows that the last batch added to. */
  #touched: Int32Array = new Int32Array();

  /**
   * @param gradient [vocabulary, width], zero at first
   * @param alsoWhole whether something else writes the whole gradient before each call: a tied embedding
   */
  constructor(
    readonly side: Side,
    readonly gradient: Float32Array,
    readonly width: number,
    readonly alsoWhole: boolean,
  ) {}

  /** @param rows gradients of the rows that the batch's tokens of this side read, [rows · length, width] */
  add(batch: TokenBatch, rows: TensorValues | undefined): void {
    const { gradient, width } = this;
    if (!this.alsoWhole) {
      for (const token of this.#touched) gradient.fill(0, token * width, (token + 1) * width);
    }
    const tokens = this.side === 'encoder' ? batch.source : targetColumns(batch, 0);
    if (rows?.length !== tokens.length * width) throw new RangeError(`no row gradients of the ${this.side}`);
    for (let row = 0; row < tokens.length; row += 1) {
      const to = (tokens[row] ?? 0) * width;
      const from = row * width;
      for (let column = 0; column < width; column += 1) {
        gradient[to + column] = (gradient[to + column] ?? 0) + (rows[from + column] ?? 0);
      }
    }
    this.#touched = tokens.slice();
  }
}
