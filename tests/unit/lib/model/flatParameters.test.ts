import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flatGroups, flattened, partOf, rowLength } from '@/lib/model/flatParameters';
import type { ParameterSpec } from '@/lib/model/parameters';

const kinds = fc.constantFrom('kernel', 'embedding', 'scale', 'bias');
const specs = fc
  .array(fc.tuple(kinds, fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 2 })), {
    minLength: 1,
    maxLength: 12,
  })
  .map((given) => given.map(([kind, shape], index): ParameterSpec => ({ name: `p${index}`, kind, shape })));

describe('parameters as vectors', () => {
  it('hold each element once, those that decay first, in whole rows', () => {
    fc.assert(
      fc.property(specs, (given) => {
        const groups = flatGroups(given);
        const names = groups.flatMap(({ members }) => members.map(({ spec }) => spec.name));
        expect(names.toSorted()).toEqual(given.map(({ name }) => name).toSorted());
        for (const { members, size, decaying } of groups) {
          let end = 0;
          for (const { spec, offset, size } of members) {
            expect(offset).toBe(end);
            end += size;
            expect(end <= decaying).toBe(spec.kind === 'kernel' || spec.kind === 'embedding');
          }
          expect(size % rowLength).toBe(0);
          expect(size - end).toBeLessThan(rowLength);
        }
      }),
    );
  });

  it('are several where one buffer would be too large, and a parameter is in one', () => {
    const large = (name: string, rows: number): ParameterSpec => ({
      name,
      shape: [rows, 2 ** 20],
      kind: 'kernel',
    });
    const groups = flatGroups([large('a', 10), large('b', 5), large('c', 4), large('d', 40), large('e', 1)]);
    const names = groups.map(({ members }) => members.map(({ spec }) => spec.name));
    expect(names).toEqual([['a', 'b'], ['c'], ['d'], ['e']]);
  });

  it('give back what was put in, and zeros for what was left out', async () => {
    await tf.setBackend('cpu');
    const given: ParameterSpec[] = [
      { name: 'bias', shape: [3], kind: 'bias' },
      { name: 'kernel', shape: [2, 3], kind: 'kernel' },
      { name: 'scale', shape: [2], kind: 'scale' },
    ];
    const [group] = flatGroups(given);
    if (group === undefined) throw new RangeError('no group');
    tf.tidy(() => {
      const values: Record<string, tf.Tensor> = {
        bias: tf.tensor([1, 2, 3]),
        kernel: tf.tensor([
          [4, 5, 6],
          [7, 8, 9],
        ]),
        scale: tf.tensor([10, 11]),
      };
      const of = (name: string) => values[name] ?? tf.scalar(0);
      const whole = flattened(group, of);
      expect(whole.shape).toEqual([rowLength]);
      for (const member of group.members) {
        const part = partOf(whole, member);
        expect(part.shape).toEqual([...member.spec.shape]);
        expect([...part.dataSync()]).toEqual([...of(member.spec.name).dataSync()]);
      }
      const left = [...flattened(group, of, ({ kind }) => kind === 'scale').dataSync()];
      expect(left.slice(0, 12)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 10, 11, 0]);
    });
  });
});
