import { describe, expect, it } from 'vitest';
import { swiftShaderEnvironment } from '@/tests/swiftShader';
import { detectEngine } from '@/workers/engineDetection';
import { deviceName } from '@/workers/environment';

describe('detection', () => {
  it("trains and multiplies with the CPU's engine, and names the processor", async () => {
    const report = await detectEngine('onnx-cpu');
    expect(report).toMatchObject({ usable: true, reason: null, device: deviceName(), software: false });
    expect(report.matmulGflops).toBeGreaterThan(1);
    expect(report.memoryBytes).toBeGreaterThan(2 ** 28);
  });

  it('gives up on an engine that does not answer in time', async () => {
    expect(await detectEngine('onnx-cpu', { limitMs: 1 })).toMatchObject({
      usable: false,
      reason: expect.stringContaining('no answer in 0.001 s'),
    });
  });

  it('says what is missing where WebGPU finds no driver', async () => {
    const env = { VK_ICD_FILENAMES: '/nowhere.json', VK_DRIVER_FILES: '/nowhere.json' };
    const report = await detectEngine('onnx-webgpu', { env });
    // Only Vulkan can be blinded by its environment.
    if (process.platform !== 'linux') return;
    expect(report).toMatchObject({ usable: false, matmulGflops: null, software: false });
    expect(report.reason).toMatch(/adapter/i);
  });

  it('knows a software rasteriser by its name', async ({ skip }) => {
    const env = swiftShaderEnvironment();
    if (env === null) return skip('no SwiftShader');
    const report = await detectEngine('onnx-webgpu', { env });
    expect(report).toMatchObject({
      usable: true,
      device: expect.stringContaining('SwiftShader'),
      software: true,
    });
  });
});
