import type { Pair } from '@/lib/domain/corpus';
import { defaultImportOptions, type ImportOptions } from '@/lib/domain/corpusImport';
import { openImport } from './openImport';

/**
 * All pairs of one file at once, for programs that need them in memory anyway.
 *
 * @throws HeldoutError invalid_corpus as openImport
 */
export async function readPairs(
  name: string,
  chunks: AsyncIterable<Uint8Array>,
  options: ImportOptions = defaultImportOptions,
): Promise<Pair[]> {
  const opened = await openImport([{ name, chunks }], options);
  const pairs: Pair[] = [];
  for await (const pair of opened.pairs) pairs.push(pair);
  return pairs;
}
