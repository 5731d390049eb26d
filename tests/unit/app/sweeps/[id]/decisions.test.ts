import { describe, expect, it } from 'vitest';
import { decisionRows, followsStopping, ruleWords } from '@/app/sweeps/[id]/decisionRows';
import type { DecisionsResponse } from '@/lib/domain/stopping';
import { type SweepSpecInput, sweepSpecSchema } from '@/lib/domain/sweep';
import { formats, stoppingWords as words } from './sweepFixtures';

const spec = (more: Partial<SweepSpecInput>) =>
  sweepSpecSchema.parse({ name: 'test', corpus: 'phrasebook', ...more });

const made = (id: number, more: object): DecisionsResponse['decisions'][number] => ({
  id,
  runId: `run-${id}`,
  variantIndex: 2,
  seed: 7,
  atMs: 0,
  replays: true,
  decision: {
    rule: 'asha',
    action: 'stop',
    step: 30,
    epoch: 3,
    value: 2.3456,
    threshold: 2,
    against: [],
    reason: 'why',
    ...more,
  },
});

describe('the rules of a sweep', () => {
  it('are told in a sentence each', () => {
    expect(followsStopping(spec({}))).toBe(false);
    const both = spec({ stopping: { kind: 'asha' }, budget: { hours: 2 } });
    expect(followsStopping(both)).toBe(true);
    expect(ruleWords(both, words)).toBe(
      'From epoch 1 on, one run in 3 goes on to 3 times as many epochs. The sweep ends after 2 trainer hours.',
    );
    expect(followsStopping(spec({ budget: { runs: 5 } }))).toBe(false);
  });
});

describe('the rows of decisions', () => {
  const decisions = [
    made(1, {}),
    made(2, { value: null, threshold: null }),
    { ...made(3, { rule: 'budget', value: 2.0123, threshold: 2 }), replays: null },
  ];
  const rows = decisionRows(
    { stopping: { kind: 'none' }, decisions, counts: { stop: 3, continue: 0 } },
    'validation/loss',
    { words, formats },
  );

  it('have the newest first and values as the metric is written', () => {
    expect(rows.map(({ id }) => id)).toEqual([3, 2, 1]);
    expect(rows[2]).toMatchObject({ run: 'v3 s7', epoch: '3', value: '2.346', threshold: '2.000' });
  });

  it('say what is not a number, what is hours, and what could not be made again', () => {
    expect(rows[1]).toMatchObject({ value: 'not finite', threshold: '–', replay: '✓ the same' });
    expect(rows[0]).toMatchObject({ value: '2.01 h', threshold: '2 h', replay: '–' });
  });
});
