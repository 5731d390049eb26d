import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { Zip, ZipDeflate } from 'fflate';
import { bundleFormat, bundlePaths, type Manifest } from './format';

export interface BundleFile {
  path: string;
  text: string;
}

/** Local fields, of which a zip writes the time: the same bytes in every time zone. */
const modified = new Date(1980, 0, 1);

/**
 * Files as one zip archive, with a manifest behind them. The same files give the same bytes. Between files it lets others
 * work, since the server goes on taking reports meanwhile.
 *
 * @param about for the manifest
 */
export async function packBundle(
  files: Iterable<BundleFile>,
  about: Pick<Manifest, 'heldout' | 'sweepId'>,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let failure: Error | undefined;
  const zip = new Zip((error, chunk) => {
    if (error) failure = error;
    else chunks.push(chunk);
  });
  const add = (path: string, bytes: Uint8Array) => {
    const entry = new ZipDeflate(path, { level: 6 });
    entry.mtime = modified;
    zip.add(entry);
    entry.push(bytes, true);
  };
  const listed: Manifest['files'] = [];
  for (const { path, text } of files) {
    const bytes = new TextEncoder().encode(text);
    listed.push({ path, bytes: bytes.byteLength, sha256: createHash('sha256').update(bytes).digest('hex') });
    add(path, bytes);
    await setImmediate();
  }
  const manifest: Manifest = { format: bundleFormat, ...about, files: listed };
  add(bundlePaths.manifest, new TextEncoder().encode(`${JSON.stringify(manifest, null, 2)}\n`));
  zip.end();
  if (failure) throw failure;
  return new Uint8Array(Buffer.concat(chunks));
}
