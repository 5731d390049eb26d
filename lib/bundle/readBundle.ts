import { createHash } from 'node:crypto';
import { type UnzipFileInfo, unzipSync } from 'fflate';
import { z } from 'zod';
import { sweepAnswerSchema } from '@/lib/domain/answer';
import { answerInputSchema } from '@/lib/domain/answerInput';
import { appendixSchema } from '@/lib/domain/appendix';
import { HeldoutError } from '@/lib/domain/errors';
import { sentenceComparisonSchema } from '@/lib/domain/sentenceComparison';
import {
  bundledCorpusSchema,
  bundledHypothesesSchema,
  bundledTestSetSchema,
  bundlePaths,
  manifestSchema,
} from './format';

const comparisonSchema = z.union([sentenceComparisonSchema, z.object({ reason: z.string() })]);

/** More than any sweep's translations; an archive of a few kilobytes can claim terabytes. */
const mostUnpackedBytes = 2 * 2 ** 30;

/**
 * Opens the zip archive of a bundle.
 *
 * @throws HeldoutError invalid_input where it is none; payload_too_large where it says that it unpacks to more than 2 GiB
 */
export function openBundle(bytes: Uint8Array) {
  const { entries, paths } = unzip(bytes);
  const read = <T extends z.ZodType>(path: string, schema: T): z.infer<T> => {
    const found = entries.get(path);
    if (!found)
      throw new HeldoutError('invalid_input', `The bundle has no ${path}: it is not whole.`, { path });
    const parsed = schema.safeParse(jsonOf(path, found));
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    throw new HeldoutError(
      'invalid_input',
      `The bundle's ${path} cannot be read: ${issue?.path.join('.')}: ${issue?.message}.`,
      { path },
    );
  };
  return {
    /** As the archive lists them. */
    paths,
    /** undefined where there is no such file */
    digestOf: (path: string) => {
      const found = entries.get(path);
      return found && { bytes: found.byteLength, sha256: createHash('sha256').update(found).digest('hex') };
    },
    text: (path: string) => new TextDecoder().decode(entries.get(path)),
    manifest: () => read(bundlePaths.manifest, manifestSchema),
    corpus: () => read(bundlePaths.corpus, bundledCorpusSchema),
    input: () => read(bundlePaths.input, answerInputSchema),
    appendix: () => read(bundlePaths.appendix, appendixSchema),
    answer: () => read(bundlePaths.answer, sweepAnswerSchema),
    comparison: () => read(bundlePaths.comparison, comparisonSchema),
    testSet: (hash: string) => read(bundlePaths.testSet(hash), bundledTestSetSchema),
    hypotheses: (runId: string, moment: 'best' | 'last') =>
      read(bundlePaths.hypotheses(runId, moment), bundledHypothesesSchema),
  };
}
export type OpenBundle = ReturnType<typeof openBundle>;

/** Sizes are what the archive claims; fflate unpacks no entry to more than that, so that they bound the memory. */
function unzip(bytes: Uint8Array): { entries: Map<string, Uint8Array>; paths: ReadonlySet<string> } {
  const paths = new Set<string>();
  let unpackedBytes = 0;
  const admit = ({ name, originalSize }: UnzipFileInfo): boolean => {
    unpackedBytes += originalSize;
    if (unpackedBytes > mostUnpackedBytes) {
      throw new HeldoutError(
        'payload_too_large',
        `The bundle unpacks to more than ${mostUnpackedBytes / 2 ** 30} GiB (at ${name}), which no bundle of Heldout does: get it again from whoever made it.`,
      );
    }
    if (paths.has(name)) {
      throw new HeldoutError(
        'invalid_input',
        `The bundle has ${name} twice, and programs differ in which one they read: get it again from whoever made it.`,
        { path: name },
      );
    }
    paths.add(name);
    return true;
  };
  try {
    return { entries: new Map(Object.entries(unzipSync(bytes, { filter: admit }))), paths };
  } catch (error) {
    if (error instanceof HeldoutError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new HeldoutError('invalid_input', `This is no bundle of Heldout: ${reason}.`, { cause: error });
  }
}

function jsonOf(path: string, bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new HeldoutError('invalid_input', `The bundle's ${path} is no JSON.`, { path, cause: error });
  }
}
