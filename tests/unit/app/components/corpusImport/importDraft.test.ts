import { describe, expect, it } from 'vitest';
import { isPreviewWhole } from '@/app/client/uploadCorpus';
import {
  columnIndex,
  columnValue,
  draftOf,
  nameOf,
  withFilter,
  withOption,
} from '@/app/components/corpusImport/importDraft';
import { type DetectedImport, importOptionsSchema } from '@/lib/domain/corpusImport';

const file = (name: string) => new File(['x'], name);
const namesOf = (names: string[]) => {
  const draft = draftOf(names.map(file));
  return draft?.files.map(({ name }) => name);
};

const table: DetectedImport = {
  format: 'csv',
  encoding: 'utf-8',
  archiveEntry: null,
  delimiter: ',',
  hasHeader: true,
  columns: [
    { name: 'id', examples: ['1'] },
    { name: 'english', examples: ['Hi.'] },
  ],
  languages: [],
};

describe('a draft of an import', () => {
  it('takes one file, or two with the Chinese one as target', () => {
    expect(namesOf(['a.tsv'])).toEqual(['a.tsv']);
    expect(namesOf(['news.zh', 'news.en'])).toEqual(['news.en', 'news.zh']);
    expect(namesOf(['corpus.zh-CN.txt', 'corpus.en.txt'])).toEqual(['corpus.en.txt', 'corpus.zh-CN.txt']);
    expect(namesOf(['left.txt', 'right.txt'])).toEqual(['left.txt', 'right.txt']);
  });

  it('takes no file and three files for none', () => {
    expect(namesOf([])).toBeUndefined();
    expect(namesOf(['a', 'b', 'c'])).toBeUndefined();
  });

  it('is named as its file without its endings', () => {
    expect(nameOf('cmn-eng.zip')).toBe('cmn-eng');
    expect(nameOf('pairs.tsv.gz')).toBe('pairs');
    expect(nameOf('.hidden')).toBe('.hidden');
  });

  it('holds only what differs from the defaults, and gives an option back', () => {
    const options = withOption(withFilter({}, 'maxLength', 40), 'format', 'csv');
    expect(options).toEqual({ filters: { maxLength: 40 }, format: 'csv' });
    expect(withOption(options, 'format', undefined)).toEqual({ filters: { maxLength: 40 } });
    expect(importOptionsSchema.parse(options)).toMatchObject({ format: 'csv', filters: { maxLength: 40 } });
  });

  it('names columns of a table by number, and keys of JSON Lines by name', () => {
    expect(columnValue(table, 1)).toBe(2);
    expect(columnValue({ ...table, format: 'jsonl' }, 1)).toBe('english');
    expect(columnIndex(table, 2)).toBe(1);
    expect(columnIndex(table, 'english')).toBe(1);
    expect(columnIndex(table, undefined)).toBe(-1);
  });
});

describe('a preview', () => {
  it('sees the whole of files of up to 1 MiB', () => {
    expect(isPreviewWhole([{ size: 2 ** 20 }, { size: 1 }])).toBe(true);
    expect(isPreviewWhole([{ size: 2 ** 20 + 1 }])).toBe(false);
  });
});
