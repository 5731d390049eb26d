import { readFileSync } from 'node:fs';
import { arch, cpus, platform, release } from 'node:os';
import { z } from 'zod';
import packageJson from '@/package.json';

export const version = packageJson.version;

/** The processor's name, as the system gives it. */
export function deviceName(): string {
  return cpus()[0]?.model.trim() || 'unknown processor';
}

/**
 * What a curve depends on beside its configuration and seed; threads and engine are the run's own to add.
 *
 * @param device what the engine computes on
 */
export function describeEnvironment(device: string): Record<string, string> {
  return {
    heldout: version,
    node: process.versions.node,
    onnxruntime: installedVersion('onnxruntime-node'),
    tensorflowjs: installedVersion('@tensorflow/tfjs-core'),
    platform: `${platform()} ${release()} ${arch()}`,
    cpu: deviceName(),
    ...(device === deviceName() ? {} : { device }),
  };
}

/** Read from the package's own description: loading the runtime would cost every worker its memory. */
function installedVersion(packageName: string): string {
  try {
    const path = new URL(`../node_modules/${packageName}/package.json`, import.meta.url);
    return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(path, 'utf8'))).version;
  } catch {
    return 'unknown';
  }
}
