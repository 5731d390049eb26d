import { describe, expect, it } from 'vitest';
import {
  adapterInLoaderLog,
  deviceInTensorFlowLog,
  isSoftwareAdapter,
  mayHaveGpu,
  parseNvidiaSmi,
} from '@/workers/gpuDevices';

describe('GPU devices', () => {
  it.each([
    ['SwiftShader Device (Subzero)', true],
    ['llvmpipe (LLVM 15.0.6, 256 bits)', true],
    ['Microsoft Basic Render Driver', true],
    ['NVIDIA GeForce RTX 3060', false],
    ['AMD Radeon RX 6600 (RADV NAVI23)', false],
    ['Intel(R) UHD Graphics 630 (CFL GT2)', false],
    ['Apple M2', false],
  ])('%s is software: %s', (name, expected) => {
    expect(isSoftwareAdapter(name)).toBe(expected);
  });

  it('reads the adapter that was opened last from what the Vulkan loader says', () => {
    const log = [
      'INFO | DRIVER:         Sorted order:',
      'INFO | DRIVER:               [0] NVIDIA RTX A4000  ',
      'DRIVER | LAYER:          Using "llvmpipe (LLVM 15.0.6, 256 bits)" with driver: "/usr/lib/libvulkan_lvp.so"',
      'DRIVER | LAYER:          Using "NVIDIA RTX A4000" with driver: "libGLX_nvidia.so.0"',
    ].join('\n');
    expect(adapterInLoaderLog(log)).toBe('NVIDIA RTX A4000');
    expect(adapterInLoaderLog('Warning: vkCreateInstance: Found no drivers!')).toBeNull();
  });

  it('reads the GPU that TensorFlow opened', () => {
    const log =
      'Created device /job:localhost/replica:0/task:0/device:GPU:0 with 13794 MB memory:  -> device: 0, name: Tesla T4, pci bus id: 0000:00:04.0, compute capability: 7.5';
    expect(deviceInTensorFlowLog(log)).toBe('Tesla T4');
    expect(deviceInTensorFlowLog('Could not load dynamic library libcudart.so.11.0')).toBeNull();
  });

  it('reads names, memory and driver from nvidia-smi', () => {
    // In the form of --query-gpu=name,memory.total,memory.used,driver_version; [N/A] is a Jetson's word for unknown.
    const output =
      'NVIDIA H100 80GB HBM3, 81559, 1734, 550.54.15\nOrin (nvgpu), [N/A], [N/A], [N/A]\nFailed to initialize NVML\n';
    expect(parseNvidiaSmi(output)).toEqual([
      {
        name: 'NVIDIA H100 80GB HBM3',
        memoryBytes: 81559 * 2 ** 20,
        usedBytes: 1734 * 2 ** 20,
        driver: '550.54.15',
      },
      { name: 'Orin (nvgpu)', memoryBytes: null, usedBytes: null, driver: null },
    ]);
  });

  it.each([
    ['a render node', { '/dev': ['null', 'dri'], '/dev/dri': ['card0', 'renderD128'] }, true],
    ["NVIDIA's device", { '/dev': ['nvidia0', 'nvidiactl'] }, true],
    ["WSL's device", { '/dev': ['dxg'] }, true],
    ['a display without rendering', { '/dev': ['dri'], '/dev/dri': ['card0'] }, false],
    ['no device', { '/dev': ['null'] }, false],
  ])('on Linux, %s', (_what, folders, expected) => {
    const list = (folder: string) => Object.entries(folders).find(([name]) => name === folder)?.[1] ?? [];
    expect(mayHaveGpu('linux', list)).toBe(expected);
  });

  it('is only found by trying elsewhere', () => {
    expect(mayHaveGpu('darwin', () => [])).toBe(true);
  });
});
