import type { Pair } from '@/lib/domain/corpus';
import type { CorpusAnalysis } from '@/lib/domain/corpusAnalysis';

/** Sentences that are in several pairs; without duplicates that is with several different ones of the other side. */
export function countRepeated(pairs: readonly Pair[]): CorpusAnalysis['repeated'] {
  const translations = new Map<string, number>();
  const sources = new Map<string, number>();
  for (const { source, target } of pairs) {
    translations.set(source, (translations.get(source) ?? 0) + 1);
    sources.set(target, (sources.get(target) ?? 0) + 1);
  }
  const [repeatedSources, mostTranslations] = repeatedIn(translations);
  const [repeatedTargets, mostSources] = repeatedIn(sources);
  return { sources: repeatedSources, mostTranslations, targets: repeatedTargets, mostSources };
}

function repeatedIn(counts: ReadonlyMap<string, number>): [repeated: number, most: number] {
  let repeated = 0;
  let most = 0;
  for (const count of counts.values()) {
    if (count > 1) repeated++;
    most = Math.max(most, count);
  }
  return [repeated, most];
}
