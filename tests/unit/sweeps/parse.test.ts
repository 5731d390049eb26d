import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { HeldoutError } from '@/lib/domain/errors';
import { expandSweep } from '@/sweeps/expand';
import { parseSweepText } from '@/sweeps/parse';

function message(text: string): string {
  try {
    parseSweepText(text);
  } catch (error) {
    if (error instanceof HeldoutError) return error.message;
    throw error;
  }
  throw new Error('expected a refusal');
}

describe('reading a sweep spec', () => {
  it('reads YAML and JSON into the same spec', () => {
    const yaml = 'name: a\ncorpus: phrasebook\nfactors: {heads: [4, 8]}\nseeds: [1, 2]\n';
    const json = '{"name": "a", "corpus": "phrasebook", "factors": {"heads": [4, 8]}, "seeds": [1, 2]}';
    expect(parseSweepText(yaml)).toEqual(parseSweepText(json));
  });

  it('accepts a byte order mark', () => {
    expect(parseSweepText('\uFEFFname: a\ncorpus: b').name).toBe('a');
  });

  it('names the value and the field of what it refuses', () => {
    expect(message('name: a\ncorpus: b\nseeds: []')).toBe(
      'sweep spec: seeds: give at least one seed, for example [1, 2, 3] (got [])',
    );
    expect(message('name: a\ncorpus: b\nbase: {d_model: 64}')).toBe(
      'sweep spec: there is no hyperparameter "d_model"; did you mean "dModel"?',
    );
    expect(message('name: a\ncorpus: b\nfactor: {}')).toBe('sweep spec: a sweep spec has no "factor"');
    expect(
      message('name: a\ncorpus: b\nobjective: {metric: test/bleu, goal: maximize, report: test/bleu}'),
    ).toContain('choosing on the test set flatters the result');
    expect(message('- a\n- b')).toContain('expected keys such as name');
    expect(message('name: [')).toContain('not YAML or JSON');
  });

  it('refuses a file that grows through aliases', () => {
    expect(message('name: &a x\ncorpus: *a')).toContain('not YAML or JSON');
  });

  it('ships presets that parse and expand', () => {
    const folder = new URL('../../../sweeps/presets/', import.meta.url);
    for (const file of readdirSync(folder)) {
      const spec = parseSweepText(readFileSync(new URL(file, folder), 'utf8'));
      expect(expandSweep(spec).dropped, file).toEqual([]);
    }
  });
});
