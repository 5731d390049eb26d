import { readFileSync } from 'node:fs';
import { arch, cpus, platform, release } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import packageJson from '@/package.json';
import { isPortable, programRoot } from './ownProcess';
import { ownManifest } from './portable/manifest';

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

/** Read from the package's own description, or from the portable worker's: loading the runtime would cost every worker its memory. */
function installedVersion(packageName: string): string {
  try {
    if (isPortable) return ownManifest().versions[packageName] ?? 'unknown';
    const path = join(programRoot, 'node_modules', packageName, 'package.json');
    return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(path, 'utf8'))).version;
  } catch {
    return 'unknown';
  }
}
