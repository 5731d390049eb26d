import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DigestSet } from '@/lib/data/importers/digestSet';

describe('DigestSet', () => {
  it('says of every text whether it was there before, as a set of the texts does', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 2 }), { maxLength: 200 }), (texts) => {
        const digests = new DigestSet();
        const plain = new Set<string>();
        for (const text of texts) {
          expect(digests.add(text)).toBe(!plain.has(text));
          plain.add(text);
        }
      }),
    );
  });

  it('keeps what it has while it grows', () => {
    const digests = new DigestSet();
    for (let index = 0; index < 20_000; index++) digests.add(String(index));
    for (let index = 0; index < 20_000; index += 97) expect(digests.add(String(index))).toBe(false);
    expect(digests.add('another')).toBe(true);
  });
});
