import { describe, expect, it } from 'vitest';
import { benchSpreads } from '@/workers/cli/benchSpread';

describe('the runs at once that are measured', () => {
  const spreads = (
    atOnce: number[],
    replicas: number[],
    engine: 'onnx-webgpu' | 'onnx-cuda' = 'onnx-webgpu',
  ) => {
    const said: string[] = [];
    const found = benchSpreads({ atOnce, replicas }, engine, (line) => said.push(line));
    return { spreads: found.map(({ trainers, replicas }) => `${trainers} x ${replicas}`), said };
  };

  it('are processes, then replicas of one process, and one run alone once', () => {
    expect(spreads([1, 2], [1, 2, 4])).toEqual({ spreads: ['1 x 1', '2 x 1', '1 x 2', '1 x 4'], said: [] });
    expect(spreads([2], [1, 4]).spreads).toEqual(['2 x 1', '1 x 1', '1 x 4']);
  });

  it('are none for a 0', () => {
    expect(spreads([0], [2]).spreads).toEqual(['1 x 2']);
    expect(spreads([1, 2], [0]).spreads).toEqual(['1 x 1', '2 x 1']);
    expect(spreads([0], [0]).spreads).toEqual([]);
  });

  it('are processes alone on an engine without replicas, which is said', () => {
    expect(spreads([1, 2], [1, 2], 'onnx-cuda')).toEqual({
      spreads: ['1 x 1', '2 x 1'],
      said: ['Replicas are not measured: onnx-cuda has none.'],
    });
    expect(spreads([1, 2], [0], 'onnx-cuda').said).toEqual([]);
  });
});
