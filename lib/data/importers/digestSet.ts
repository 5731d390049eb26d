import { createHash } from 'node:crypto';

const wordsPerDigest = 4;

/**
 * A set of texts that remembers 16 bytes of each (the beginning of its SHA-256), so that a million sentences take 64 MB
 * at most, however long they are. Two texts are mistaken for one with a probability below 2^-88 among a million.
 */
export class DigestSet {
  private size = 0;
  private slots = 1 << 12;
  private table = new Uint32Array(this.slots * wordsPerDigest);

  /** @returns whether the text was not in the set before */
  add(text: string): boolean {
    const digest = createHash('sha256').update(text).digest();
    const words: number[] = [0, 4, 8, 12].map((offset) => digest.readUInt32LE(offset));
    // All zeros mark a free slot.
    if (!words.some((word) => word !== 0)) words[0] = 1;
    if (!this.insert(words)) return false;
    this.size++;
    if (this.size * 2 > this.slots) this.grow();
    return true;
  }

  private insert(words: ArrayLike<number>): boolean {
    const { table } = this;
    const mask = this.slots - 1;
    for (let slot = (words[0] ?? 0) & mask; ; slot = (slot + 1) & mask) {
      const at = slot * wordsPerDigest;
      let isFree = true;
      let isSame = true;
      for (let word = 0; word < wordsPerDigest; word++) {
        if (table[at + word] !== 0) isFree = false;
        if (table[at + word] !== words[word]) isSame = false;
      }
      if (isSame) return false;
      if (isFree) {
        table.set(words, at);
        return true;
      }
    }
  }

  private grow(): void {
    const old = this.table;
    this.slots *= 2;
    this.table = new Uint32Array(this.slots * wordsPerDigest);
    for (let at = 0; at < old.length; at += wordsPerDigest) {
      const words = old.subarray(at, at + wordsPerDigest);
      if (words.some((word) => word !== 0)) this.insert(words);
    }
  }
}
