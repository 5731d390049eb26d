/** Positions are below this: a longer piece could not be a JavaScript string. */
const positions = 2 ** 31;

interface Entry {
  rank: number;
  position: number;
}

/** A binary heap of merges that could be made: the lowest rank first, and of equal ones the leftmost. */
export class MergeQueue {
  /** rank × 2³¹ + position: exact below 2⁵³, so for ranks below 4 million. */
  readonly #keys: number[] = [];

  push(rank: number, position: number): void {
    const keys = this.#keys;
    const key = rank * positions + position;
    let hole = keys.length;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      const parentKey = keys[parent] ?? 0;
      if (parentKey <= key) break;
      keys[hole] = parentKey;
      hole = parent;
    }
    keys[hole] = key;
  }

  pop(): Entry | undefined {
    const keys = this.#keys;
    const [top] = keys;
    const last = keys.pop();
    if (top === undefined || last === undefined) return undefined;
    if (keys.length > 0) this.#sink(last);
    return { rank: Math.floor(top / positions), position: top % positions };
  }

  #sink(key: number): void {
    const keys = this.#keys;
    let hole = 0;
    for (;;) {
      const left = 2 * hole + 1;
      const smaller = (keys[left + 1] ?? Infinity) < (keys[left] ?? Infinity) ? left + 1 : left;
      const child = keys[smaller];
      if (child === undefined || child >= key) break;
      keys[hole] = child;
      hole = smaller;
    }
    keys[hole] = key;
  }
}
