import { readFileSync } from 'node:fs';
import type { Pair } from '@/lib/domain/corpus';
import { referenceFile } from '../../../../referenceFiles';

/** All 29,155 lines, duplicates kept; null where the file is not here. */
export function tatoeba(): Pair[] | null {
  const path = referenceFile('data/tatoeba-cmn-eng.tsv');
  if (path === null) return null;
  const lines = readFileSync(path, 'utf8')
    .replace(/^\uFEFF/, '')
    .split('\n');
  return lines.filter(Boolean).map((line) => {
    const [source = '', target = ''] = line.split('\t');
    return { source, target };
  });
}
