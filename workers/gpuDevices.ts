import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';

export interface GpuDevice {
  name: string;
  /** null: nobody says. */
  memoryBytes: number | null;
}

/** Vulkan implementations that compute on the processor: SwiftShader, Mesa's llvmpipe (lavapipe), Windows' WARP. */
export function isSoftwareAdapter(name: string): boolean {
  return /swiftshader|llvmpipe|lavapipe|softpipe|basic render driver|warp/i.test(name);
}

/**
 * ONNX Runtime does not tell which adapter its WebGPU provider opened, but the Vulkan loader does, with
 * VK_LOADER_DEBUG=driver, whenever an application opens a device: `Using "NAME" with driver: "FILE"`.
 *
 * @returns the adapter opened last; null where the loader said nothing (an older one, or none: macOS, Windows)
 */
export function adapterInLoaderLog(output: string): string | null {
  const opened = [...output.matchAll(/Using "([^"\n]+)" with driver:/g)];
  return opened.at(-1)?.[1]?.trim() ?? null;
}

/** TensorFlow names the GPU that it opens: `Created device … with N MB memory: -> device: 0, name: NAME, pci bus id: …` */
export function deviceInTensorFlowLog(output: string): string | null {
  return /-> device: \d+, name: ([^,\n]+),/.exec(output)?.[1]?.trim() ?? null;
}

/** Rows of `nvidia-smi --query-gpu=name,memory.total --format=csv,noheader,nounits`: a name, a comma, MiB. */
export function parseNvidiaSmi(output: string): GpuDevice[] {
  return output.split('\n').flatMap((line) => {
    const [, name, mebibytes] = /^(.+),\s*(\S+)\s*$/.exec(line) ?? [];
    if (!name || mebibytes === undefined) return [];
    const memory = Number(mebibytes);
    // Integrated GPUs say [N/A].
    return [{ name: name.trim(), memoryBytes: Number.isFinite(memory) ? memory * 2 ** 20 : null }];
  });
}

const smiLimitMs = 10_000;

/** GPUs that NVIDIA's driver knows; none where it is not installed or does not answer. */
export function nvidiaGpus(): Promise<GpuDevice[]> {
  return new Promise((resolve) => {
    const smi = spawn('nvidia-smi', ['--query-gpu=name,memory.total', '--format=csv,noheader,nounits'], {
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: smiLimitMs,
      killSignal: 'SIGKILL',
    });
    let output = '';
    smi.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8');
    });
    smi.once('error', () => resolve([]));
    smi.once('close', (code) => resolve(code === 0 ? parseNvidiaSmi(output) : []));
  });
}

/**
 * Whether this system can have a GPU at all. On Linux each driver has a device file (the kernel's render nodes,
 * NVIDIA's own, WSL's); elsewhere only trying tells.
 */
export function mayHaveGpu(
  platform: NodeJS.Platform = process.platform,
  list: (folder: string) => string[] = listFolder,
): boolean {
  if (platform !== 'linux') return true;
  const isGpu = (name: string) => name === 'dxg' || name === 'kfd' || /^nvidia\d+$/.test(name);
  return list('/dev').some(isGpu) || list('/dev/dri').some((name) => name.startsWith('renderD'));
}

function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
