import { describe, expect, it } from 'vitest';
import { parseGpuUse, resourceMeter } from '@/workers/resources';

function meterWith(queryGpu: () => Promise<string>) {
  const machine = { nowMs: 0, cpuMicroseconds: 0, queries: 0 };
  const read = resourceMeter({
    now: () => machine.nowMs,
    cpuTime: () => machine.cpuMicroseconds,
    queryGpu: () => {
      machine.queries++;
      return queryGpu();
    },
  });
  return { machine, read };
}

describe('the resource meter', () => {
  it('counts cores in use since it was last read', () => {
    const { machine, read } = meterWith(async () => '');
    machine.nowMs = 1000;
    machine.cpuMicroseconds = 1_500_000;
    expect(read()).toEqual({ 'system/cpuShare': 1.5 });
    machine.nowMs = 3000;
    machine.cpuMicroseconds = 2_500_000;
    expect(read()).toEqual({ 'system/cpuShare': 0.5 });
    expect(read(), 'the clock stood still').toEqual({});
  });

  it('asks for the GPU at most every 10 s, and never waits for the answer', async () => {
    const { machine, read } = meterWith(async () => '87, 2048\n');
    machine.nowMs = 10_000;
    expect(read()).not.toHaveProperty('system/gpuShare');
    await Promise.resolve();
    for (machine.nowMs = 11_000; machine.nowMs < 20_000; machine.nowMs += 1000) {
      expect(read()).toMatchObject({ 'system/gpuShare': 0.87, 'system/gpuMemoryBytes': 2 ** 31 });
    }
    expect(machine.queries).toBe(1);
    machine.nowMs = 20_000;
    read();
    expect(machine.queries).toBe(2);
  });

  it('asks once where there is no GPU', async () => {
    const { machine, read } = meterWith(() => Promise.reject(new Error('ENOENT')));
    for (machine.nowMs = 10_000; machine.nowMs < 100_000; machine.nowMs += 10_000) {
      expect(Object.keys(read())).toEqual(['system/cpuShare']);
      await Promise.resolve();
      await Promise.resolve();
    }
    expect(machine.queries).toBe(1);
  });
});

it.each([
  ['45, 1234\n', { 'system/gpuShare': 0.45, 'system/gpuMemoryBytes': 1234 * 2 ** 20 }],
  // Integrated GPUs.
  ['[N/A], [N/A]\n', {}],
  ['', {}],
])('reads %j of nvidia-smi', (output, expected) => {
  expect(parseGpuUse(output)).toEqual(expected);
});
