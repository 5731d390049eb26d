import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';

export interface GpuDevice {
  name: string;
  /** null: nobody says. */
  memoryBytes: number | null;
  /** Of all processes together, at the moment of asking; null: nobody says. */
  usedBytes: number | null;
  /** The driver's version; null: nobody says. */
  driver: string | null;
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

const smiQuery = 'name,memory.total,memory.used,driver_version';

/** Rows of `nvidia-smi --query-gpu=QUERY --format=csv,noheader,nounits`: a name, MiB, MiB, a version. */
export function parseNvidiaSmi(output: string): GpuDevice[] {
  return output.split('\n').flatMap((line) => {
    const [, name, total, used, driver] = /^(.+),\s*(\S+),\s*(\S+),\s*(\S+)\s*$/.exec(line) ?? [];
    if (!name) return [];
    return [
      {
        name: name.trim(),
        memoryBytes: bytesOf(total),
        usedBytes: bytesOf(used),
        driver: driver === undefined || driver.startsWith('[') ? null : driver,
      },
    ];
  });
}

/** Integrated GPUs say [N/A]. */
function bytesOf(mebibytes: string | undefined): number | null {
  const count = Number(mebibytes);
  return Number.isFinite(count) ? count * 2 ** 20 : null;
}

const smiLimitMs = 10_000;

/** GPUs that NVIDIA's driver knows; none where it is not installed or does not answer. */
export async function nvidiaGpus(): Promise<GpuDevice[]> {
  const output = await askNvidiaSmi([`--query-gpu=${smiQuery}`, '--format=csv,noheader,nounits']);
  return output === null ? [] : parseNvidiaSmi(output);
}

/**
 * Of several GPUs the one of that name, as engines and drivers call it ("NVIDIA H100 80GB HBM3"); the first where two
 * have it, which engines take. undefined: not one of NVIDIA's, or nvidia-smi is not there.
 */
export async function nvidiaGpuNamed(device: string): Promise<GpuDevice | undefined> {
  return (await nvidiaGpus()).find(({ name }) => device.includes(name));
}

/** @returns what it prints; null where it is not there, fails or does not answer */
export function askNvidiaSmi(args: readonly string[]): Promise<string | null> {
  return new Promise((resolve) => {
    const smi = spawn('nvidia-smi', [...args], {
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: smiLimitMs,
      killSignal: 'SIGKILL',
    });
    let output = '';
    smi.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8');
    });
    smi.once('error', () => resolve(null));
    smi.once('close', (code) => resolve(code === 0 ? output : null));
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
