import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { z } from 'zod';
import type { StateTensor } from '@/lib/model/training';
import type { FileLayer } from './fileLayer';
import {
  type BestManifest,
  type CheckpointManifest,
  decodeManifest,
  encodeManifest,
  type FolderContent,
  newContent,
  sha256Of,
} from './manifest';

/** One folder of tensors with their manifest: appears under its name whole or not at all. */

const tensorsName = 'tensors.bin';
const manifestName = 'manifest.jsonl';
export const unfinishedPrefix = '.writing-';

export type NamedTensors = Readonly<Record<string, StateTensor>>;

/**
 * Writes a folder: files and manifest into a temporary one, each made durable, which is then renamed. A folder that has
 * the name already is replaced.
 *
 * @param describe makes the manifest of the content
 * @returns the hash of the manifest
 * @throws whatever the file system throws; what it had written is removed, as far as that is possible
 */
export function writeFolder(
  files: FileLayer,
  parent: string,
  name: string,
  tensors: NamedTensors,
  describe: (content: FolderContent) => CheckpointManifest | BestManifest,
): string {
  const temporary = join(parent, `${unfinishedPrefix}${name}`);
  const target = join(parent, name);
  try {
    files.remove(temporary);
    files.makeFolder(temporary);
    const values = Object.values(tensors).map((tensor) => bytesOf(tensor.values));
    const written = writeFile(files, join(temporary, tensorsName), values);
    const shapes = Object.entries(tensors).map(([key, { shape }]) => ({ name: key, shape: [...shape] }));
    const manifest = encodeManifest(describe(newContent([{ name: tensorsName, ...written }], shapes)));
    writeFile(files, join(temporary, manifestName), [manifest]);
    files.syncFolder(temporary);
    files.remove(target);
    files.rename(temporary, target);
    files.syncFolder(parent);
    return sha256Of(manifest);
  } catch (error) {
    try {
      files.remove(temporary);
    } catch {
      // The next one of this name removes it.
    }
    throw error;
  }
}

function writeFile(
  files: FileLayer,
  path: string,
  parts: readonly Uint8Array[],
): { bytes: number; sha256: string } {
  const hash = createHash('sha256');
  let bytes = 0;
  const file = files.create(path);
  try {
    for (const part of parts) {
      files.write(file, part);
      hash.update(part);
      bytes += part.length;
    }
    files.sync(file);
  } finally {
    files.close(file);
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** @returns undefined where there is none, or a byte of it is not what was written */
export function readManifest<T extends CheckpointManifest | BestManifest>(
  files: FileLayer,
  folder: string,
  schema: z.ZodType<T>,
): { manifest: T; sha256: string } | undefined {
  try {
    const bytes = Buffer.concat([...files.read(join(folder, manifestName))].map((part) => Buffer.from(part)));
    const manifest = decodeManifest(bytes, schema);
    return manifest && { manifest, sha256: sha256Of(bytes) };
  } catch {
    return undefined;
  }
}

/** Whether every file is byte for byte what the manifest says. */
export function isWhole(files: FileLayer, folder: string, content: FolderContent): boolean {
  try {
    return content.files.every(({ name, bytes, sha256 }) => {
      const hash = createHash('sha256');
      let found = 0;
      for (const part of files.read(join(folder, name))) {
        hash.update(part);
        found += part.length;
      }
      return found === bytes && hash.digest('hex') === sha256;
    });
  } catch {
    return false;
  }
}

/** @returns undefined where a byte is not what was written */
export function readTensors(
  files: FileLayer,
  folder: string,
  content: FolderContent,
): Record<string, StateTensor> | undefined {
  const [file] = content.files;
  if (file?.name !== tensorsName) return undefined;
  const bytes = new Uint8Array(file.bytes);
  let filled = 0;
  try {
    for (const part of files.read(join(folder, file.name))) {
      bytes.set(part, filled);
      filled += part.length;
    }
  } catch {
    return undefined;
  }
  if (filled !== file.bytes || sha256Of(bytes) !== file.sha256) return undefined;
  const tensors: Record<string, StateTensor> = {};
  let offset = 0;
  for (const { name, shape } of content.tensors) {
    const length = shape.reduce((product, size) => product * size, 1);
    if (offset + 4 * length > bytes.length) return undefined;
    tensors[name] = { shape, values: new Float32Array(bytes.buffer, offset, length) };
    offset += 4 * length;
  }
  return tensors;
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
