import { describe, expect, it } from 'vitest';
import { RunningMetrics, runningCadence } from '@/lib/train/runningMetrics';

describe('RunningMetrics', () => {
  it('weights losses by their tokens and counts the time of training steps', () => {
    const running = new RunningMetrics();
    running.addTime(100);
    running.add({ loss: 2, targetTokens: 300, gradientNorm: 5 });
    running.add({ loss: 4, targetTokens: 100, gradientNorm: 7 });
    running.addTime(300);
    expect(running.take(0.01)).toMatchObject({
      'train/runningLoss': 2.5,
      'optimizer/learningRate': 0.01,
      'optimizer/gradientNorm': 7,
      'throughput/tokensPerSecond': 1000,
    });
  });

  it('starts afresh after each point, and leaves throughput out where the clock stood still', () => {
    const running = new RunningMetrics();
    running.add({ loss: 2, targetTokens: 300, gradientNorm: 5 });
    running.addTime(100);
    running.take(0.01);
    running.add({ loss: 1, targetTokens: 10, gradientNorm: 1 });
    running.addTime(0);
    const values = running.take(0.01);
    expect(values['train/runningLoss']).toBe(1);
    expect(values).not.toHaveProperty('throughput/tokensPerSecond');
  });
});

it.each([
  [5, 1],
  [22, 2],
  [1000, 10],
])('an epoch of %i steps has a point every %i', (stepsPerEpoch, steps) => {
  expect(runningCadence(stepsPerEpoch)).toBe(steps);
});
