import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * SwiftShader, the software rasteriser that Debian's Chromium ships, makes WebGPU testable without a GPU.
 *
 * @returns what to put in a process's environment, or null (after saying so on the terminal) where it is not installed
 */
export function swiftShaderEnvironment(): Record<string, string> | null {
  const named = process.env['CHROME_BIN'];
  const folders = [
    ...(named && existsSync(named) ? [dirname(realpathSync(named))] : []),
    '/usr/lib/chromium',
  ];
  const driver = folders.map((folder) => join(folder, 'vk_swiftshader_icd.json')).find(existsSync);
  if (driver) return { VK_ICD_FILENAMES: driver, VK_DRIVER_FILES: driver };
  console.warn('skipped: no SwiftShader beside Chromium, so WebGPU is not tried');
  return null;
}
