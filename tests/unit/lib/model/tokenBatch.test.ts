import { expect, it } from 'vitest';
import { endId, padId, startId } from '@/lib/model/config';
import { batchFeeds, type TokenBatch } from '@/lib/model/tokenBatch';

/** Two pairs: 4 5 → 6 7 8, and 9 → 6. */
const batch: TokenBatch = {
  rows: 2,
  sourceLength: 2,
  targetLength: 4,
  source: Int32Array.of(4, 5, 9, padId),
  target: Int32Array.from(
    [
      [startId, 6, 7, 8, endId],
      [startId, 6, endId, padId, padId],
    ].flat(),
  ),
};

it('feeds all target columns but the last, and all but the first as labels', () => {
  expect(batchFeeds(batch)).toEqual({
    source: batch.source,
    decoderInput: Int32Array.of(startId, 6, 7, 8, startId, 6, endId, padId),
    labels: Int32Array.of(6, 7, 8, endId, 6, endId, padId, padId),
  });
});

it('feeds the places of the real labels first where not all are predicted, and the labels at these places', () => {
  const { predicted, labels } = batchFeeds({ ...batch, targets: 7 });
  expect(predicted).toEqual(Int32Array.of(0, 1, 2, 3, 4, 5, 6));
  expect(labels).toEqual(Int32Array.of(6, 7, 8, endId, 6, endId, padId));
  const reversed = Int32Array.from([...batch.target.subarray(5), ...batch.target.subarray(0, 5)]);
  const feeds = batchFeeds({ ...batch, target: reversed, targets: 7 });
  expect(feeds['predicted']).toEqual(Int32Array.of(0, 1, 4, 5, 6, 7, 2));
  expect(feeds['labels']).toEqual(Int32Array.of(6, endId, 6, 7, 8, endId, padId));
});
