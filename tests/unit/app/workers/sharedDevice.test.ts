import { describe, expect, it } from 'vitest';
import { runsOnDevice } from '@/app/workers/sharedDevice';

const run = { id: 'r', sweepId: 's', sweepName: 'sweep', levels: {}, seed: 1, progress: null };
const row = { hostname: 'box', engine: 'onnx-webgpu', device: 'H100', alive: true, runs: [run] };

describe('runs on a device', () => {
  it('are those of living workers of the same machine and GPU, whatever its engine', () => {
    const workers = [
      row,
      { ...row, engine: 'onnx-cuda' },
      { ...row, runs: [] },
      { ...row, alive: false },
      { ...row, hostname: 'other' },
      { ...row, device: 'A100' },
      { ...row, engine: 'onnx-cpu' },
    ];
    expect(runsOnDevice(row, workers)).toBe(2);
  });

  it('are counted, not the workers that step them together', () => {
    const together = { ...row, runs: [run, run, run] };
    expect(runsOnDevice(together, [together])).toBe(3);
    expect(runsOnDevice(row, [row, together])).toBe(4);
  });

  it('are not counted on a processor, whose cores are shared', () => {
    const cpu = { ...row, engine: 'onnx-cpu' };
    expect(runsOnDevice(cpu, [cpu, cpu])).toBe(0);
  });
});
