import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parseSweepSpec, parseSweepText } from '@/sweeps/parse';
import { writeSweepText } from '@/sweeps/write';

it('writes a spec as a person would', () => {
  const text = writeSweepText({
    factors: {
      learningRate: { min: 0.0001, max: 0.01, scale: 'log' },
      recipe: { a: { layers: 1 }, b: { layers: 2 } },
    },
    design: { kind: 'random', samples: 20 },
    corpus: 'phrasebook',
    name: 'a',
    question: '',
    seeds: [1, 2],
  });
  expect(text).toBe(`name: a
corpus: phrasebook
design: {kind: random, samples: 20}
factors:
  learningRate: {min: 0.0001, max: 0.01, scale: log}
  recipe:
    a: {layers: 1}
    b: {layers: 2}
seeds: [1, 2]
`);
});

it('writes every preset so that it reads as it was', () => {
  const folder = new URL('../../../sweeps/presets/', import.meta.url);
  for (const file of readdirSync(folder)) {
    const spec = parseSweepText(readFileSync(new URL(file, folder), 'utf8'));
    expect(parseSweepText(writeSweepText(spec)), file).toEqual(spec);
    expect(parseSweepSpec(spec), 'a spec that was read can be read again').toEqual(spec);
  }
});
