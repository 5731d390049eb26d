import type { Pair } from '@/lib/domain/corpus';
import type { DetectedImport, ImportFormat } from '@/lib/domain/corpusImport';

const formatWords: Record<ImportFormat, string> = {
  tsv: 'tab-separated',
  csv: 'CSV',
  moses: 'Moses',
  tmx: 'TMX',
  jsonl: 'JSON Lines',
  po: 'gettext PO',
};

/** "Imported from the CSV file pairs.csv (GB18030)." */
export function originOf(
  { format, encoding, archiveEntry }: DetectedImport,
  files: readonly { name: string }[],
): string {
  const names = files.map(({ name }) => name).join(' and ');
  const named = archiveEntry === null ? names : `${archiveEntry} in ${names}`;
  const coded = encoding === 'utf-8' ? '' : ` (${encoding.toUpperCase()})`;
  return `Imported from the ${formatWords[format]} ${files.length > 1 ? 'files' : 'file'} ${named}${coded}.`;
}

export interface LicenceWatch {
  /** The pairs that are watched, one pass. */
  pairs: AsyncIterable<Pair>;
  /** The licence that all pairs so far name; null where they name none or several. */
  named: () => string | null;
}

/** Tatoeba's exports begin each attribution with the licence: "CC-BY 2.0 (France) Attribution: tatoeba.org #1 …". */
export function watchLicence(pairs: AsyncIterable<Pair>): LicenceWatch {
  let licence: string | null | undefined;
  async function* watched(): AsyncGenerator<Pair> {
    for await (const pair of pairs) {
      if (licence !== null) {
        const own = /^(.{1,80}?) Attribution:/.exec(pair.attribution ?? '')?.[1] ?? null;
        licence = licence === undefined || licence === own ? own : null;
      }
      yield pair;
    }
  }
  return { pairs: watched(), named: () => licence ?? null };
}

export function licenceOf({ named }: LicenceWatch): string {
  return named() ?? 'not stated';
}
