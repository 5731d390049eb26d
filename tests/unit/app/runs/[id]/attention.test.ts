import { describe, expect, it } from 'vitest';
import { chosenHead, meanOverHeads, tokensAlong, weightsOf } from '@/app/runs/[id]/attention/heads';
import { translateResponseSchema } from '@/lib/domain/translate';

/** As the server answers for a model of two layers and two heads. */
const answer = translateResponseSchema.parse({
  candidates: [
    { text: '猫。', tokens: ['猫', '。', '[END]'], logProbability: -0.5, score: -0.5, ended: true },
  ],
  sourceTokens: ['cat', '.'],
  unknown: [],
  cutTokens: 0,
  decoderTokens: ['[START]', '猫', '。'],
  attention: {
    encoderSelf: [0, 1].map(() =>
      [0, 1].map(() => [
        [0.5, 0.5],
        [0.25, 0.75],
      ]),
    ),
    decoderSelf: [0, 1].map(() =>
      [0, 1].map(() => [
        [1, 0, 0],
        [0.5, 0.5, 0],
        [0.2, 0.3, 0.5],
      ]),
    ),
    cross: [0, 1].map((layer) =>
      [0, 1].map((head) =>
        head === 0
          ? [
              [1, 0],
              [0, 1],
              [0.5, 0.5],
            ]
          : [
              [layer, 1 - layer],
              [0.5, 0.5],
              [0, 1],
            ],
      ),
    ),
  },
  step: 660,
  epoch: 12,
  tookMs: 41,
});
const { attention } = answer;
if (!attention) throw new Error('expected weights');

describe('the heads of a translation', () => {
  it('have the tokens that are read along their rows and columns', () => {
    expect(tokensAlong('cross', answer)).toEqual({ rows: ['[START]', '猫', '。'], columns: ['cat', '.'] });
    for (const kind of ['cross', 'encoderSelf', 'decoderSelf'] as const) {
      const { rows, columns } = tokensAlong(kind, answer);
      const weights = weightsOf(attention, kind, { layer: 1, head: 0 });
      expect([weights.length, weights[0]?.length]).toEqual([rows.length, columns.length]);
    }
  });

  it('are averaged row by row, and rows still sum to 1', () => {
    const mean = meanOverHeads(attention.cross[0] ?? []);
    expect(mean).toEqual([
      [0.5, 0.5],
      [0.25, 0.75],
      [0.25, 0.75],
    ]);
    for (const row of mean) expect(row.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
    expect(meanOverHeads([])).toEqual([]);
  });

  it('are those of the address where the model has them, else the mean of the last layer', () => {
    const at = (layer: number | null, head: number | null) => chosenHead(attention, 'cross', { layer, head });
    expect(at(1, 2)).toEqual({ layer: 0, head: 1 });
    expect(at(null, null)).toEqual({ layer: 1, head: undefined });
    expect(at(9, 9)).toEqual({ layer: 1, head: undefined });
    expect(at(0, 0)).toEqual({ layer: 1, head: undefined });
    const single = { ...attention, cross: attention.cross.map((heads) => heads.slice(0, 1)) };
    expect(chosenHead(single, 'cross', { layer: null, head: null })).toEqual({ layer: 1, head: 0 });
  });
});
