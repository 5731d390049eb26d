import { beforeAll, describe, expect, it } from 'vitest';
import { printed } from './gpuProcess';

type Report = Awaited<typeof import('./replicaGroupChild')>['report'];

/** As in webgpu.test.ts: what the device's sums and the processor's differ by after some steps at a rate of 0.01. */
const tolerance = 1e-3;

let report: Report;

beforeAll(() => {
  report = JSON.parse(printed('replicaGroupChild.ts'));
});

describe('sessions of a replica group', () => {
  it('train, evaluate and translate as they do alone: one goes on from a later step, one stops early, one diverges, all look at other steps, some have sources with END', () => {
    expect(report.compared.map(({ actual }) => actual.losses.length)).toEqual([8, 6, 4, 2]);
    for (const { expected, actual } of report.compared) {
      expect(actual.replicas).toBe(4);
      expect(actual.looks).toHaveLength(expected.looks.length);
      for (const [at, loss] of expected.losses.entries()) {
        expect(Math.abs((actual.losses[at] ?? Number.NaN) - loss)).toBeLessThan(tolerance);
      }
      for (const [at, { loss, tokens }] of expected.looks.entries()) {
        expect(Math.abs((actual.looks[at]?.loss ?? Number.NaN) - loss)).toBeLessThan(tolerance);
        expect(actual.looks[at]?.tokens).toEqual(tokens);
      }
    }
  });

  it('export parameters and moments as they are alone, and take parameters back', () => {
    for (const { updates, difference, bestDifference } of report.compared) {
      expect(updates[1]).toBe(updates[0]);
      expect(difference).toBeLessThan(tolerance);
      expect(bestDifference).toBeLessThan(tolerance);
    }
  });

  it('diverge alone', () => {
    const errors = report.compared.map(({ actual }) => actual.error);
    expect(errors.slice(0, 3)).toEqual([null, null, null]);
    expect(errors[3]).toContain('Training diverged at step 4');
    expect(report.compared[3]?.expected.error).toContain('Training diverged at step 4');
  });

  it('have the same numbers bit for bit at every run of one group', () => {
    expect(report.sizes.again).toEqual([0, 0, 0]);
    const [first, again] = report.sizes.looks;
    expect(again).toEqual(first);
  });

  it.each(['greedy', 'beams'] as const)(
    'evaluate and translate at once, in the executions of one: %s',
    (method) => {
      const [one, four] = report.executions[method];
      expect(four?.count).toBe(one?.count);
      expect(four?.looks.map(({ tokens }) => tokens)).toEqual(four?.looks.map(() => one?.looks[0]?.tokens));
    },
  );

  it('do not wait for one that is given up, which is told so', () => {
    const { losses, later, step } = report.aborted;
    expect(losses).toBe(2);
    expect([later, step]).toEqual(['Error: cancelled', 'Error: cancelled']);
  });

  it('are told where they cannot step together', () => {
    const { refused, wrong } = report.aborted;
    for (const message of refused) expect(message).toMatch(/Stepping 2 runs as one graph failed.*one shape/s);
    expect(wrong).toContain('their optimizers differ');
  });
});
