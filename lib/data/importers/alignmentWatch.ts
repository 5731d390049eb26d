/** Lines whose odd neighbours make a line suspicious: one odd line alone occurs in every corpus. */
const windowLines = 10;
const oddInWindow = 3;
const settledAfterLines = 20;

/**
 * Watches two line-aligned texts for the line from which they no longer belong together. A line is odd where its ratio
 * of lengths differs from the typical one (the running mean of the logarithm over all lines that are not odd) by more
 * than 3 mean deviations and a factor of 2, or where one side is empty. The suspicious line is the first odd one with
 * two more odd ones among the 9 lines after it.
 */
export class AlignmentWatch {
  private line = 0;
  private regular = 0;
  private mean = 0;
  private deviation = 0;
  private odd: OddLine[] = [];
  private found: OddLine | null = null;

  get suspicious(): OddLine | null {
    return this.found;
  }

  /** Lengths of the next line in characters. */
  add(sourceLength: number, targetLength: number): void {
    this.line++;
    if (this.found !== null || (sourceLength === 0 && targetLength === 0)) return;
    const ratio = Math.log((sourceLength + 1) / (targetLength + 1));
    const distance = Math.abs(ratio - this.mean);
    const isOdd = this.regular >= settledAfterLines && distance > Math.max(3 * this.deviation, Math.LN2);
    if (isOdd || sourceLength === 0 || targetLength === 0) {
      this.addOdd({ line: this.line, sourceLength, targetLength });
      return;
    }
    this.regular++;
    this.mean += (ratio - this.mean) / this.regular;
    this.deviation += (Math.abs(ratio - this.mean) - this.deviation) / this.regular;
  }

  private addOdd(oddLine: OddLine): void {
    this.odd = [...this.odd.filter(({ line }) => line > this.line - windowLines), oddLine];
    if (this.odd.length >= oddInWindow) this.found = this.odd[0] ?? null;
  }
}

export interface OddLine {
  line: number;
  sourceLength: number;
  targetLength: number;
}
