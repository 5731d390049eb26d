import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { storedConfigSchema } from '@/lib/domain/config';
import { corpusSchema } from '@/lib/domain/corpus';
import { HeldoutError } from '@/lib/domain/errors';
import { type SweepSpec, sweepSpecSchema } from '@/lib/domain/sweep';
import { idSchema } from '@/lib/domain/sweepImport';
import { diskFiles } from '@/lib/train/checkpoints/fileLayer';
import { expandSweep } from '@/sweeps/expand';
import { checksumsName, verifyChecksums, writeChecksums, writeWhole } from './checksums';
import { storageError } from './storageError';

const levelSchema = z.union([z.number(), z.string(), z.boolean()]);

/** What a folder's sweep is; sweep.json. */
const storedSweepSchema = z.object({
  format: z.literal(1),
  id: idSchema,
  createdAtMs: z.int(),
  /** Version that made it. */
  heldout: z.string(),
  spec: sweepSpecSchema,
  /** The sentences are in corpus.jsonl, of which the fingerprint is the SHA-256. */
  corpus: corpusSchema.omit({ id: true, slug: true, createdAtMs: true }),
  variants: z.array(
    z.object({ index: z.int(), levels: z.record(z.string(), levelSchema), config: storedConfigSchema }),
  ),
  /** In the order in which they are trained. */
  runs: z.array(z.object({ id: idSchema, variantIndex: z.int(), seed: z.int() })),
});
export type StoredSweep = z.infer<typeof storedSweepSchema>;
export type StoredRun = StoredSweep['runs'][number];

const names = { sweep: 'sweep.json', spec: 'spec.yaml', corpus: 'corpus.jsonl' } as const;

export interface SweepFolder {
  folder: string;
  sweep: StoredSweep;
  corpusPath: string;
}

/** Checkpoints and what else is of use only while the sweep is trained. */
export function workFolder({ folder }: Pick<SweepFolder, 'folder'>): string {
  return join(folder, 'work');
}

/** runs/variant-3-seed-1 */
export function runFolder(
  { folder }: Pick<SweepFolder, 'folder'>,
  { variantIndex, seed }: StoredRun,
): string {
  return join(folder, 'runs', `variant-${variantIndex}-seed-${seed}`);
}

export interface NewSweepFolder {
  folder: string;
  /** As the person wrote it, and what it means. */
  specText: string;
  spec: SweepSpec;
  corpus: StoredSweep['corpus'];
  /** The canonical file. */
  corpusBytes: Uint8Array;
  heldout: string;
  nowMs: number;
}

/**
 * Makes a folder for a sweep, or opens the one that is there already. Several processes may do so at once: one of them
 * names the sweep and its runs.
 *
 * @throws HeldoutError invalid_sweep, too_many_variants as expandSweep; conflict where the folder has another sweep or
 *   other sentences; storage_full, storage_unavailable; checksum_mismatch
 */
export function openOrCreateSweep(wanted: NewSweepFolder): SweepFolder {
  const { folder, spec, corpus } = wanted;
  const path = join(folder, names.sweep);
  if (!existsSync(path)) {
    const { variants, seeds } = expandSweep(spec);
    name(path, {
      format: 1,
      id: newId(),
      createdAtMs: wanted.nowMs,
      heldout: wanted.heldout,
      spec,
      corpus,
      variants: variants.map(({ index, levels, config }) => ({ index, levels, config })),
      // Seeds are the outer loop, as the server queues them: a sweep that is stopped halfway has compared all variants.
      runs: seeds.flatMap((seed) =>
        variants.map(({ index }) => ({ id: newId(), variantIndex: index, seed })),
      ),
    });
  }
  requireSame(folder, readSweep(folder), wanted);
  if (!existsSync(join(folder, checksumsName))) complete(wanted);
  return openSweep(folder);
}

function name(path: string, sweep: StoredSweep): void {
  const draft = `${path}.${sweep.id}`;
  try {
    mkdirSync(join(dirname(path), 'runs'), { recursive: true });
    writeFileSync(draft, `${JSON.stringify(sweep, null, 2)}\n`, { flush: true });
    // Unlike a rename, a link does not replace what another process has named meanwhile.
    linkSync(draft, path);
    diskFiles.syncFolder(dirname(path));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) {
      throw storageError(error, 'Writing', path);
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

/** The rest of what describes the sweep: the same, whichever process writes it. */
function complete({ folder, specText, corpusBytes }: NewSweepFolder): void {
  try {
    writeWhole(join(folder, names.corpus), corpusBytes);
    writeWhole(join(folder, names.spec), specText);
  } catch (error) {
    throw storageError(error, 'Writing', folder);
  }
  writeChecksums(folder, Object.values(names));
}

/**
 * Opens a sweep that was trained, or is being trained, and holds its description and its sentences against their
 * checksums.
 *
 * @throws HeldoutError invalid_input where the folder has none, or was never completed; checksum_mismatch
 */
export function openSweep(folder: string): SweepFolder {
  const sweep = readSweep(folder);
  if (!existsSync(join(folder, checksumsName))) {
    throw new HeldoutError(
      'invalid_input',
      `${folder} was not made to its end (no ${checksumsName}): give the command again that made it.`,
    );
  }
  verifyChecksums(folder);
  return { folder, sweep, corpusPath: join(folder, names.corpus) };
}

function readSweep(folder: string): StoredSweep {
  const path = join(folder, names.sweep);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    if (
      !(cause instanceof Error && 'code' in cause && (cause.code === 'ENOENT' || cause.code === 'ENOTDIR'))
    ) {
      throw storageError(cause, 'Reading', path);
    }
    throw new HeldoutError(
      'invalid_input',
      `${folder} has no sweep in it (no ${names.sweep}): name the folder that was given to heldout-worker run --out.`,
      { cause },
    );
  }
  const parsed = storedSweepSchema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new HeldoutError(
    'checksum_mismatch',
    `${path} is not what was written there (${issue?.path.join('.') || 'JSON'}: ${issue?.message}): copy it again from where the sweep was trained.`,
  );
}

function requireSame(folder: string, sweep: StoredSweep, { spec, corpus }: NewSweepFolder): void {
  const isSameSpec = JSON.stringify(sweep.spec) === JSON.stringify(spec);
  if (isSameSpec && sweep.corpus.fingerprint === corpus.fingerprint) return;
  const other = isSameSpec ? 'other sentences' : `another sweep (${sweep.spec.name})`;
  throw new HeldoutError(
    'conflict',
    `${folder} holds ${other} than was named now: give another --out, or the spec and the corpus that the folder was made with.`,
  );
}

/** Letters that are not mistaken for others, as the server's. */
function newId(): string {
  const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
  return Array.from(randomBytes(12), (byte) => alphabet[byte % alphabet.length]).join('');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
