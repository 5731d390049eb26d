import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { expandSweep } from '@/sweeps/expand';
import { parseSweepText } from '@/sweeps/parse';

it('every example of docs/sweep-spec.md expands, to as many variants as the text says', () => {
  const text = readFileSync(new URL('../../../docs/sweep-spec.md', import.meta.url), 'utf8');
  const examples = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, example = '']) => example);
  const counts = examples.map((example) => {
    const named = example.startsWith('name:') ? example : `name: example\ncorpus: any\n${example}`;
    return expandSweep(parseSweepText(named)).variants.length;
  });
  expect(counts).toEqual([8, 5, 4, 16, 40, 3, 7]);
});
