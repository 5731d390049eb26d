// Finds a GPU for the tests of the WebGPU engine that every machine can have: SwiftShader, which computes on the processor.
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { installPackages } from './debian.mjs';

/** The driver's description, as every Chromium for Linux brings it: the one of the browser tests, or Debian's. */
const description = 'vk_swiftshader_icd.json';
const driver = [dirname(process.env['CHROME_BIN'] ?? ''), '/usr/lib/chromium']
  .map((folder) => join(folder, description))
  .find((path) => existsSync(path));

function hasLoader() {
  const architectures = ['/usr/lib', '/usr/lib64', '/usr/local/lib', '/usr/lib/x86_64-linux-gnu'];
  const folders = [...architectures, '/usr/lib/aarch64-linux-gnu', ...named('LD_LIBRARY_PATH')];
  return folders.some((folder) => existsSync(folder) && readdirSync(folder).includes('libvulkan.so.1'));
}

/** @param {string} variable */
function named(variable) {
  return (process.env[variable] ?? '').split(delimiter).filter((folder) => folder !== '');
}

/** @returns {string | undefined} the Debian package to install; undefined where nothing is missing */
export function missingPackage() {
  if (process.platform !== 'linux') return undefined;
  if (driver === undefined) return 'chromium';
  return hasLoader() ? undefined : 'libvulkan1';
}

/** The environment in which a process computes on SwiftShader; elsewhere than on Linux, on a GPU of the machine. */
export function softwareGpu() {
  return { ...process.env, ...(process.platform === 'linux' && driver ? { VK_ICD_FILENAMES: driver } : {}) };
}

/** Vulkan's loader is not among the packages that chromium depends on. */
export function installVulkan() {
  if (process.platform === 'linux' && !hasLoader()) {
    installPackages("Vulkan's loader is missing", ['libvulkan1']);
  }
}
