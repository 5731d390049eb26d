import { describe, expect, it } from 'vitest';
import { runsOnDevice } from '@/app/workers/sharedDevice';

const run = { id: 'r', sweepId: 's', sweepName: 'sweep', levels: {}, seed: 1, progress: null };
const row = { hostname: 'box', engine: 'onnx-webgpu', device: 'H100', alive: true, run };

describe('runs on a device', () => {
  it('are those of living workers of the same machine and GPU, whatever its engine', () => {
    const workers = [
      row,
      { ...row, engine: 'onnx-cuda' },
      { ...row, run: null },
      { ...row, alive: false },
      { ...row, hostname: 'other' },
      { ...row, device: 'A100' },
      { ...row, engine: 'onnx-cpu' },
    ];
    expect(runsOnDevice(row, workers)).toBe(2);
  });

  it('are not counted on a processor, whose cores are shared', () => {
    const cpu = { ...row, engine: 'onnx-cpu' };
    expect(runsOnDevice(cpu, [cpu, cpu])).toBe(0);
  });
});
