import { createHash } from 'node:crypto';
import { unzipSync } from 'fflate';
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

/** Opens the zip archive of a bundle. @throws HeldoutError invalid_input where it is none */
export function openBundle(bytes: Uint8Array) {
  const entries = unzip(bytes);
  const bytesOf = (path: string) => entries[path];
  const read = <T extends z.ZodType>(path: string, schema: T): z.infer<T> => {
    const found = entries[path];
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
    paths: Object.keys(entries),
    bytesOf,
    sha256Of: (path: string) => {
      const found = entries[path];
      return found && createHash('sha256').update(found).digest('hex');
    },
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

function unzip(bytes: Uint8Array): Record<string, Uint8Array> {
  try {
    return unzipSync(bytes);
  } catch (error) {
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
