import { createReadStream } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sharedBatches, shuffledBatches } from '@/lib/data/batches';
import { planBatches, sourceRoom, type TokenPair } from '@/lib/data/batchPlan';
import { prepareDataset } from '@/lib/data/dataset';
import { readPairs } from '@/lib/data/importers/readPairs';
import { defaultConfig } from '@/lib/domain/config';
import { endId } from '@/lib/model/config';
import { countTargets, shapeKey, type TokenBatch, targetsOf } from '@/lib/model/tokenBatch';
import { referenceFile } from '@/tests/referenceFiles';

/** A pair whose first source id says which it is. */
function pairOf(id: number, sourceLength: number, targetLength: number): TokenPair {
  return {
    source: Int32Array.from({ length: sourceLength }, (_, i) => (i === 0 ? id + 10 : 4)),
    target: Int32Array.from({ length: targetLength + 1 }, (_, i) =>
      i === 0 ? 1 : i === targetLength ? 2 : 5,
    ),
  };
}

const somePairs = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 30 })), {
    minLength: 1,
    maxLength: 300,
  })
  .map((lengths) => lengths.map(([source, target], id) => pairOf(id, source, target)));

/** Rows that hold a pair, by its id, with both sides cut to their tokens. */
function rowsOf({ source, target, rows, sourceLength, targetLength }: TokenBatch) {
  return Array.from({ length: rows }, (_, row) => ({
    source: source.subarray(row * sourceLength, (row + 1) * sourceLength).filter((id) => id !== 0),
    target: target
      .subarray(row * (targetLength + 1), (row + 1) * (targetLength + 1))
      .filter((id) => id !== 0),
  }));
}

const idsOf = (batches: readonly TokenBatch[]) =>
  batches
    .flatMap(rowsOf)
    .filter(({ target }) => target.length > 1)
    .map(({ source }) => (source[0] ?? 0) - 10);

/** Of many shapes, and enough for many batches. */
const manyPairs = Array.from({ length: 300 }, (_, id) =>
  pairOf(id, 1 + ((id * 7) % 12), 1 + ((id * 5) % 11)),
);

describe('training batches', () => {
  it('hold every pair once an epoch, whole, within the token budget and in few shapes', () => {
    fc.assert(
      fc.property(somePairs, fc.integer({ min: 32, max: 1024 }), fc.nat(100), (pairs, batchTokens, epoch) => {
        const plan = planBatches(pairs, batchTokens);
        const batches = [...shuffledBatches(pairs, plan, 7, epoch, 'common')];
        expect(batches).toHaveLength(plan.batchCount);
        expect(idsOf(batches).sort((a, b) => a - b)).toEqual(pairs.map((_, id) => id));
        const shapes = new Set<string>();
        for (const batch of batches) {
          expect(targetsOf(batch)).toBeGreaterThanOrEqual(countTargets(batch));
          expect(batch.rows === 1 || batch.rows * batch.targetLength <= batchTokens).toBe(true);
          shapes.add(`${batch.rows} ${batch.sourceLength} ${batch.targetLength}`);
          for (const row of rowsOf(batch)) {
            const pair = pairs[(row.source[0] ?? 0) - 10];
            if (row.target.length > 1) expect(row).toEqual(pair);
            // An empty row keeps END as its source and START as its target.
            else expect([[...row.source], [...row.target]]).toEqual([[2], [1]]);
          }
        }
        expect(shapes.size).toBeLessThanOrEqual(24);
      }),
      { numRuns: 50 },
    );
  });

  it('have less than one empty row a batch', () => {
    fc.assert(
      fc.property(somePairs, (pairs) => {
        const plan = planBatches(pairs, 256);
        const rows = [...shuffledBatches(pairs, plan, 1, 1, 'common')].flatMap(rowsOf);
        expect(rows.length - pairs.length).toBeLessThan(plan.batchCount);
      }),
      { numRuns: 50 },
    );
  });

  it('report as fill the shares of positions that are not padding', () => {
    const pairs = [pairOf(0, 2, 4), pairOf(1, 2, 5), pairOf(2, 2, 5)];
    // One shape of 3 × (2 + 5) positions for 20 tokens is more than 90% full.
    expect(planBatches(pairs, 100)).toMatchObject({
      batchCount: 1,
      fill: { source: 1, target: 14 / 15, both: 20 / 21 },
    });
  });

  it('are a function of seed and epoch', () => {
    const pairs = Array.from({ length: 200 }, (_, id) => pairOf(id, 1 + (id % 7), 1 + (id % 11)));
    const plan = planBatches(pairs, 128);
    for (const shapes of ['common', 'by-seed'] as const) {
      const order = (seed: number, epoch: number) =>
        idsOf([...shuffledBatches(pairs, plan, seed, epoch, shapes)]);
      expect(order(1, 3)).toEqual(order(1, 3));
      expect(order(1, 3)).not.toEqual(order(1, 4));
      expect(order(1, 3)).not.toEqual(order(2, 3));
    }
  });

  it('come in one order of shapes for all seeds where shapes are common, and in each seed’s own where they are not', () => {
    const plan = planBatches(manyPairs, 128);
    const shapes = (seed: number, epoch: number, kind: 'common' | 'by-seed') =>
      [...shuffledBatches(manyPairs, plan, seed, epoch, kind)].map(
        ({ rows, sourceLength, targetLength }) => `${rows} ${sourceLength} ${targetLength}`,
      );
    for (const epoch of [1, 2, 3]) {
      expect(shapes(1, epoch, 'common')).toEqual(shapes(2, epoch, 'common'));
      expect(shapes(1, epoch, 'common').toSorted()).toEqual(shapes(1, epoch, 'by-seed').toSorted());
      expect(shapes(1, epoch, 'by-seed')).not.toEqual(shapes(2, epoch, 'by-seed'));
    }
    expect(shapes(1, 1, 'common')).not.toEqual(shapes(1, 2, 'common'));
  });

  it('are the same with and without source END where shapes are common, and count the room as padding', () => {
    fc.assert(
      fc.property(somePairs, (pairs) => {
        const ended = pairs.map(({ source, target }) => ({
          source: Int32Array.from([...source, 2]),
          target,
        }));
        const room = sourceRoom({ batchShapes: 'common', sourceEndToken: false });
        const [without, withEnd] = [planBatches(pairs, 128, undefined, room), planBatches(ended, 128)];
        expect(without.buckets).toEqual(withEnd.buckets);
        expect(without.fill.source).toBeLessThan(withEnd.fill.source);
        expect(without.fill.target).toBe(withEnd.fill.target);
        const [a, b] = [
          [...shuffledBatches(pairs, without, 1, 1, 'common')],
          [...shuffledBatches(ended, withEnd, 1, 1, 'common')],
        ];
        expect(a.map(({ target }) => target)).toEqual(b.map(({ target }) => target));
      }),
      { numRuns: 20 },
    );
    expect(sourceRoom({ batchShapes: 'common', sourceEndToken: true })).toBe(0);
    expect(sourceRoom({ batchShapes: 'by-seed', sourceEndToken: false })).toBe(0);
  });

  it('do not let a few long sources set the length for many short targets', () => {
    const pairs = Array.from({ length: 400 }, (_, id) =>
      id % 100 === 0 ? pairOf(id, 30, 5) : id < 200 ? pairOf(id, 5, 5) : pairOf(id, 12, 12),
    );
    const { buckets } = planBatches(pairs, 256);
    expect(buckets[0]).toMatchObject({ sourceLength: 5, targetLength: 5 });
  });

  const tatoeba = referenceFile('data/tatoeba-cmn-eng.tsv');
  it.skipIf(!tatoeba)(
    'are at least 90% full on real sentences, both sides together, in at most 24 shapes',
    async () => {
      const pairs = await readPairs('cmn.tsv', createReadStream(tatoeba ?? ''));
      const split = { seed: 1, validation: 0.05, test: 0.05 };
      for (const trainSize of [3000, 0]) {
        const { train } = prepareDataset(pairs, split, { ...defaultConfig, trainSize }).pairs;
        const plan = planBatches(train, 1024);
        expect(plan.fill.both).toBeGreaterThanOrEqual(0.9);
        expect(plan.buckets.length).toBeLessThanOrEqual(24);
        // Logits are computed for real targets: nearly all batches fit the number their shape was given.
        const batches = [...shuffledBatches(train, plan, 1, 1, 'common')];
        const computed = batches.reduce((sum, batch) => sum + targetsOf(batch), 0);
        expect(batches.reduce((sum, batch) => sum + countTargets(batch), 0) / computed).toBeGreaterThan(0.93);
      }
    },
  );
});

describe('evaluation batches', () => {
  it('hold every pair of each set once, in shapes that the sets share', () => {
    fc.assert(
      fc.property(somePairs, somePairs, (first, second) => {
        const sets = sharedBatches([first, second], 200, 4);
        expect(idsOf(sets[0] ?? []).sort((a, b) => a - b)).toEqual(first.map((_, id) => id));
        expect(idsOf(sets[1] ?? []).sort((a, b) => a - b)).toEqual(second.map((_, id) => id));
        const shapes = new Set(
          sets
            .flat()
            .map(({ rows, sourceLength, targetLength }) => `${rows} ${sourceLength} ${targetLength}`),
        );
        expect(shapes.size).toBeLessThanOrEqual(4);
      }),
      { numRuns: 50 },
    );
  });

  it('are of the same shapes with and without source END, where those without have room for it', () => {
    fc.assert(
      fc.property(somePairs, (pairs) => {
        const withEnd = pairs.map(({ source, target }) => ({
          source: Int32Array.from([...source, endId]),
          target,
        }));
        const shapesOf = (sets: TokenBatch[][]) => sets.flat().map((batch) => shapeKey('evaluate', batch));
        expect(shapesOf(sharedBatches([pairs], 200, 4, 1))).toEqual(
          shapesOf(sharedBatches([withEnd], 200, 4)),
        );
      }),
      { numRuns: 50 },
    );
  });
});
