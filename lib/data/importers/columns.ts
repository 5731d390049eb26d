import type { ImportOptions } from '@/lib/domain/corpusImport';
import { counted, invalidCorpus, quoted } from './importError';
import { languageFit } from './languages';

/** Columns by index, from 0. */
export interface ChosenColumns {
  source: number;
  target: number;
  attribution: number | null;
}

type Side = 'source' | 'target' | 'attribution';

/**
 * Whether the first row names the columns: as the options say; else where a column is chosen by its heading, or where
 * the row names both sides (source and target, their language codes, English and Chinese).
 */
export function hasHeading(firstRow: readonly string[], options: ImportOptions): boolean {
  if (options.header !== 'auto') return options.header === 'yes';
  const chosen = [options.sourceColumn, options.targetColumn, options.attributionColumn];
  if (chosen.some((column) => typeof column === 'string')) return true;
  const [source, target] = [
    namedColumn(firstRow, 'source', options),
    namedColumn(firstRow, 'target', options),
  ];
  return source !== -1 && target !== -1 && source !== target;
}

/**
 * Where nothing is chosen: the columns whose headings name the sides, else the first two. A third column is taken as
 * the attribution where `thirdIsAttribution` (the Tatoeba form), else only where it is headed so.
 *
 * @throws HeldoutError invalid_corpus where a chosen column is not in the first row
 */
export function chooseColumns(
  firstRow: readonly string[],
  headed: boolean,
  options: ImportOptions,
  thirdIsAttribution: boolean,
): ChosenColumns {
  const named = (side: Side) => (headed ? namedColumn(firstRow, side, options) : -1);
  const find = (side: Side, chosen: string | number | undefined, otherwise: number) => {
    if (chosen !== undefined) return findColumn(firstRow, headed, side, chosen);
    const index = named(side);
    return index === -1 ? otherwise : index;
  };
  const source = find('source', options.sourceColumn, 0);
  const target = find('target', options.targetColumn, 1);
  const isPlain = source === 0 && target === 1 && thirdIsAttribution && !headed;
  const attribution = find('attribution', options.attributionColumn, isPlain ? 2 : -1);
  if (source === target) {
    throw invalidCorpus(`column ${source + 1} is taken for both sides; choose a source and a target column`);
  }
  return { source, target, attribution: attribution === -1 ? null : attribution };
}

function findColumn(
  firstRow: readonly string[],
  headed: boolean,
  side: Side,
  chosen: string | number,
): number {
  if (typeof chosen === 'number') {
    if (chosen <= firstRow.length) return chosen - 1;
    throw invalidCorpus(
      `column ${chosen} was chosen as the ${side}, but the first line has ${counted(firstRow.length, 'column')}`,
    );
  }
  const index = headed ? headings(firstRow).indexOf(normal(chosen)) : -1;
  if (index !== -1) return index;
  const found = headed
    ? `the first line's headings are ${firstRow.slice(0, 10).map(quoted).join(', ')}`
    : 'the file is read without headings';
  throw invalidCorpus(`no column is headed ${quoted(chosen)}; ${found}, so choose one of them or a number`);
}

function namedColumn(firstRow: readonly string[], side: Side, options: ImportOptions): number {
  const names = headings(firstRow);
  const byName = names.findIndex((name) => sideNames[side].includes(name));
  if (byName !== -1 || side === 'attribution') return byName;
  const language = side === 'source' ? options.sourceLanguage : options.targetLanguage;
  return names.findIndex((name) => /^[a-z]{2,8}([-_][a-z]+)?$/.test(name) && languageFit(language, name) > 0);
}

const sideNames: Record<Side, readonly string[]> = {
  source: ['source', 'src', 'source text', 'source sentence'],
  target: ['target', 'tgt', 'trg', 'target text', 'target sentence', 'translation'],
  attribution: ['attribution', 'credit', 'licence', 'license'],
};

function headings(row: readonly string[]): string[] {
  return row.map(normal);
}

function normal(heading: string): string {
  return heading.trim().toLowerCase();
}
