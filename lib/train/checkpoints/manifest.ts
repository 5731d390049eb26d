import { createHash } from 'node:crypto';
import { z } from 'zod';
import { trainingPositionSchema } from './position';

/** Raised with every change that an older reader would misread. */
const formatVersion = 1;

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);

const contentSchema = z.object({
  formatVersion: z.literal(formatVersion),
  files: z.array(z.object({ name: z.string(), bytes: z.int().min(0), sha256: sha256Schema })),
  /** One after the other in the file, float32, little-endian. */
  tensors: z.array(z.object({ name: z.string(), shape: z.array(z.int().min(0)) })),
});
export type FolderContent = z.infer<typeof contentSchema>;

/** What must agree for a checkpoint to belong to a run: anything else starts another curve. */
export const runIdentitySchema = z.object({
  /** Of configuration, split, objective and language. */
  configHash: sha256Schema,
  corpusFingerprint: z.string(),
  seed: z.int(),
});
export type RunIdentity = z.infer<typeof runIdentitySchema>;

export const checkpointManifestSchema = contentSchema.extend({
  kind: z.literal('checkpoint'),
  identity: runIdentitySchema,
  attempt: z.int().min(1),
  engine: z.string(),
  threads: z.int().min(1),
  optimizerUpdates: z.int().min(0),
  /** Draws are a function of (seed, stream, step): there is no other state of randomness. */
  randomStreams: z.object({ generator: z.literal('threefry2x32-20'), seed: z.int(), step: z.int() }),
  position: trainingPositionSchema,
  /** The folder with the best step's parameters, and the hash of its manifest. */
  best: z.object({ folder: z.string(), manifestSha256: sha256Schema }).nullable(),
});
export type CheckpointManifest = z.infer<typeof checkpointManifestSchema>;

export const bestManifestSchema = contentSchema.extend({
  kind: z.literal('best'),
  identity: runIdentitySchema,
  step: z.int().min(0),
});
export type BestManifest = z.infer<typeof bestManifestSchema>;

/** Two lines: the hash of the second, and the manifest. */
export function encodeManifest(manifest: CheckpointManifest | BestManifest): Buffer {
  const body = `${JSON.stringify(manifest)}\n`;
  return Buffer.from(`${headerOf(body)}${body}`);
}

export function newContent(files: FolderContent['files'], tensors: FolderContent['tensors']): FolderContent {
  return { formatVersion, files, tensors };
}

/** @returns undefined where a byte is not what was written, or another version wrote it */
export function decodeManifest<T extends CheckpointManifest | BestManifest>(
  bytes: Uint8Array,
  schema: z.ZodType<T>,
): T | undefined {
  // Latin 1 gives every byte a character of its own: no two contents of a damaged file read the same.
  const text = Buffer.from(bytes).toString('latin1');
  const end = text.indexOf('\n') + 1;
  const body = Buffer.from(bytes).subarray(end);
  if (text.slice(0, end) !== headerOf(body)) return undefined;
  const parsed = schema.safeParse(JSON.parse(body.toString('utf8')));
  return parsed.success ? parsed.data : undefined;
}

export function sha256Of(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function headerOf(body: Uint8Array | string): string {
  return `{"sha256":"${sha256Of(body)}"}\n`;
}
