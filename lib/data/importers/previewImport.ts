import type { DetectedImport, ImportOptions, ImportPreview } from '@/lib/domain/corpusImport';
import { HeldoutError } from '@/lib/domain/errors';
import { type ImportFile, type OpenedImport, openPart } from './openImport';

/**
 * What an import would find, from the files' beginnings alone. Never throws a HeldoutError: the sentence with which the
 * import would be refused is the preview's `problem`, beside what was found out before it.
 *
 * @param limits how many pairs to show (all that are in the beginning are counted), and whether the chunks are whole
 *   files; of a part, the cut end is no fault
 */
export async function previewImport(
  files: readonly ImportFile[],
  options: ImportOptions,
  limits: { pairs: number; isWhole: boolean },
): Promise<ImportPreview> {
  const pairs: ImportPreview['pairs'] = [];
  let pairsRead = 0;
  let opened: OpenedImport | undefined;
  let problem: string | null = null;
  try {
    opened = await openPart(files, options, limits.isWhole);
    for await (const pair of opened.pairs) {
      pairsRead++;
      if (pairs.length < limits.pairs) pairs.push(pair);
    }
  } catch (error) {
    if (!(error instanceof HeldoutError)) throw error;
    problem = error.message;
  }
  const detected: DetectedImport | null = opened?.detected ?? null;
  return { detected, pairs, pairsRead, removed: { ...opened?.removed }, problem };
}
