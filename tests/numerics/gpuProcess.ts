import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { missingPackage, softwareGpu } from '../vulkan.mjs';

/**
 * What a script beside this file prints, in a process of its own: on SwiftShader where there is no GPU.
 *
 * @throws Error where a package is missing, or the process fails, with what it wrote
 */
export function printed(script: string, variables: Record<string, string> = {}): string {
  const missing = missingPackage();
  if (missing !== undefined) {
    throw new Error(
      `The tests of the WebGPU engine need Debian's package ${missing}: apt-get install ${missing}`,
    );
  }
  const child = fileURLToPath(new URL(script, import.meta.url));
  const done = spawnSync(process.execPath, ['--import', 'tsx', child], {
    env: { ...softwareGpu(), ...variables },
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    timeout: 150_000,
  });
  if (done.status !== 0) {
    throw new Error(
      `The WebGPU process ended with ${done.signal ?? done.status}:\n${done.stderr.slice(-4000)}`,
    );
  }
  return done.stdout;
}
