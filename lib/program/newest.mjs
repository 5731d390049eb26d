import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @param {string} path of a file or a folder
 * @returns {number} the newest modification time at and below it, in milliseconds since the epoch
 */
export function newest(path) {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return readdirSync(path).reduce(
    (latest, name) => Math.max(latest, newest(join(path, name))),
    stats.mtimeMs,
  );
}
