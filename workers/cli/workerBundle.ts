import { resolve } from 'node:path';
import { requireFilePath, saveDownload } from './download';
import { exitCodes } from './exitCodes';
import { printJson, say } from './output';

/** heldout worker bundle --out FILE */
export async function workerBundle(flags: { out: string; json: boolean }): Promise<number> {
  const command = 'heldout worker bundle';
  const path = resolve(flags.out);
  await requireFilePath(path, command);
  // The compiler is loaded only where it is used.
  const { bundleWorker } = await import('../portable/bundle');
  const { archive, sha256, manifest, unpackedBytes, isStripped } = await bundleWorker();
  await saveDownload({ command, response: new Response(new Uint8Array(archive)), sha256 }, path);
  const { heldout, platform, versions, origin } = manifest;
  if (flags.json) {
    printJson({
      file: path,
      bytes: archive.length,
      unpackedBytes,
      sha256,
      heldout,
      platform,
      versions,
      origin,
    });
    return exitCodes.ok;
  }
  const mebibytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
  say(`${path}: ${mebibytes(archive.length)}, unpacked ${mebibytes(unpackedBytes)}, SHA-256 ${sha256}`);
  if (!isStripped)
    say('Node was taken with its symbols: with `strip` (binutils) installed the archive is smaller.');
  say('There: tar xzf FILE && heldout-worker/heldout-worker --help');
  return exitCodes.ok;
}
