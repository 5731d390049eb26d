import { describe, expect, it } from 'vitest';
import type { EngineId } from '@/lib/engine/types';
import { chooseEngine, type EngineWish } from '@/workers/engineChoice';
import type { EngineReport } from '@/workers/engineDetection';

const missing = (id: EngineId): EngineReport => ({
  id,
  usable: false,
  reason: `Engine ${id} is not available: no driver.`,
  device: null,
  memoryBytes: null,
  matmulGflops: null,
  software: false,
});
const works = (id: EngineId, matmulGflops: number, device: string | null = 'RTX 3060', software = false) => ({
  ...missing(id),
  usable: true,
  reason: null,
  device,
  matmulGflops,
  software,
});
const cpu = works('onnx-cpu', 160, 'EPYC');

/** @returns the choice and which engines were tried */
async function choose(wish: EngineWish, reports: EngineReport[], hasGpu = true) {
  const tried: EngineId[] = [];
  const detect = async (id: EngineId) => {
    tried.push(id);
    return reports.find((report) => report.id === id) ?? missing(id);
  };
  return { choice: await chooseEngine(wish, detect, () => hasGpu), tried };
}

describe('the engine, by itself', () => {
  it('is a hardware GPU that multiplies faster than the processor', async () => {
    const { choice } = await choose('auto', [cpu, works('onnx-webgpu', 5000)]);
    expect(choice).toMatchObject({ engine: 'onnx-webgpu', device: 'RTX 3060', isGpu: true });
    expect(choice.why).toContain('5000.0 GFLOP/s, RTX 3060');
  });

  it('is the faster of two GPU engines, and WebGPU where they are equal', async () => {
    const webgpu = works('onnx-webgpu', 5000);
    expect((await choose('auto', [cpu, webgpu, works('tfjs-node-gpu', 9000)])).choice.engine).toBe(
      'tfjs-node-gpu',
    );
    expect((await choose('auto', [cpu, webgpu, works('tfjs-node-gpu', 5000)])).choice.engine).toBe(
      'onnx-webgpu',
    );
  });

  it('is never a software rasteriser, however fast', async () => {
    const { choice } = await choose('auto', [cpu, works('onnx-webgpu', 9000, 'SwiftShader Device', true)]);
    expect(choice).toMatchObject({ engine: 'onnx-cpu', isGpu: false });
    expect(choice.why).toContain('SwiftShader Device is software');
  });

  it('is the processor where the GPU is slower, and says so', async () => {
    const { choice } = await choose('auto', [cpu, works('onnx-webgpu', 90, 'UHD 630')]);
    expect(choice.engine).toBe('onnx-cpu');
    expect(choice.why).toMatch(/faster .*160\.0 GFLOP.* than onnx-webgpu .*90\.0 GFLOP.*UHD 630/);
  });

  it('is the processor, with each reason, where no GPU engine works', async () => {
    const { choice } = await choose('auto', [cpu]);
    expect(choice.engine).toBe('onnx-cpu');
    expect(choice.why).toContain('onnx-webgpu: Engine onnx-webgpu is not available: no driver; onnx-cuda');
  });

  it('is the processor, without trying anything, where there is no GPU', async () => {
    const { choice, tried } = await choose('auto', [], false);
    expect(choice).toMatchObject({ engine: 'onnx-cpu', why: 'onnx-cpu: this machine has no GPU' });
    expect(tried).toEqual([]);
  });
});

describe('an engine that was asked for', () => {
  it('is taken, software or not', async () => {
    const { choice, tried } = await choose('onnx-webgpu', [works('onnx-webgpu', 5, 'llvmpipe', true)], false);
    expect(choice).toMatchObject({ engine: 'onnx-webgpu', device: 'llvmpipe' });
    expect(tried).toEqual(['onnx-webgpu']);
  });

  it('is refused with the reason where it does not work', async () => {
    await expect(choose('onnx-cuda', [cpu])).rejects.toMatchObject({
      code: 'engine_unavailable',
      message: expect.stringContaining('not available: no driver. Use --engine auto'),
    });
  });
});
