import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HeldoutError } from '@/lib/domain/errors';
import { exitCodes } from '../cli/exitCodes';
import { say } from '../cli/output';
import { ownManifest, portableRoot } from './manifest';

/**
 * heldout-worker verify: whether what was copied here is what was bundled.
 *
 * @throws HeldoutError checksum_mismatch naming the first file that is not
 */
export function verifyOwnFiles(): number {
  const { files, heldout, versions } = ownManifest();
  for (const [path, { sha256 }] of Object.entries(files)) {
    const actual = sha256Of(join(portableRoot, path));
    if (actual === sha256) continue;
    const found = actual === null ? 'it cannot be read' : `its SHA-256 is ${actual}`;
    throw new HeldoutError(
      'checksum_mismatch',
      `Verifying this worker: ${path} is not as it was bundled (${found}, expected ${sha256}); copy and unpack the archive again.`,
    );
  }
  say(`Heldout ${heldout}, Node ${versions['node']}: all ${Object.keys(files).length} files are as bundled.`);
  return exitCodes.ok;
}

function sha256Of(path: string): string | null {
  try {
    return createHash('sha256').update(readFileSync(path)).digest('hex');
  } catch {
    return null;
  }
}
