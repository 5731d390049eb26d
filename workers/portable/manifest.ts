import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { HeldoutError } from '@/lib/domain/errors';
import { programRoot } from '../ownProcess';

/** What a portable worker is made of; manifest.json at the top of its folder. */
export const manifestSchema = z.object({
  format: z.literal(1),
  heldout: z.string(),
  platform: z.literal('linux-x64'),
  /** Of what computes, by package name; node among them. */
  versions: z.record(z.string(), z.string()),
  /** The state of the checkout that it was compiled from; {} where that was none. */
  origin: z.record(z.string(), z.string()),
  /** Every other file, by its path from the top. */
  files: z.record(z.string(), z.object({ bytes: z.int(), sha256: z.string().regex(/^[0-9a-f]{64}$/) })),
});
export type PortableManifest = z.infer<typeof manifestSchema>;

export const manifestName = 'manifest.json';

/** The folder that was unpacked: its launcher lies there. Only in the portable worker. */
export const portableRoot = join(programRoot, '..');

let known: PortableManifest | undefined;

/**
 * The portable worker's own manifest.
 *
 * @throws HeldoutError storage_unavailable where it is missing or damaged
 */
export function ownManifest(): PortableManifest {
  known ??= readManifest();
  return known;
}

function readManifest(): PortableManifest {
  const path = join(portableRoot, manifestName);
  try {
    return manifestSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    throw new HeldoutError(
      'storage_unavailable',
      `Reading ${path}: expected the manifest of a portable worker; unpack its archive again.`,
      { cause },
    );
  }
}
