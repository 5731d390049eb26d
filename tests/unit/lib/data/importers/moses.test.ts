import { describe, expect, it } from 'vitest';
import { importFiles, importText, refusal } from './importing';

const files = (source: string, target: string) => [
  { name: 'a.en', content: source },
  { name: 'a.zh', content: target },
];

/** Sentences of many lengths; the translation is a third as long. */
function aligned(lines: number): { source: string[]; target: string[] } {
  const lengths = Array.from({ length: lines }, (_, index) => 4 + ((index * 7919) % 61));
  return {
    source: lengths.map((length, index) => `${index} ${'word '.repeat(length)}`.trim()),
    target: lengths.map((length) => '字'.repeat(Math.ceil((length * 5) / 3))),
  };
}

describe('openImport of Moses files', () => {
  it('pairs line n with line n, and counts lines that are empty on one side', async () => {
    const { pairs, removed, unitsRead } = await importFiles(files('Hi.\n\nRun!\nNo.\n', '嗨。\n\n\n不。'));
    expect(pairs).toEqual([
      { source: 'Hi.', target: '嗨。' },
      { source: 'No.', target: '不。' },
    ]);
    expect(removed).toEqual({ 'blank lines': 1, 'empty sentences': 1 });
    expect(unitsRead).toBe(4);
  });

  it('takes files in the order of the languages where their endings say so', async () => {
    const { pairs } = await importFiles([...files('Hi.\n', '嗨。\n')].reverse());
    expect(pairs).toEqual([{ source: 'Hi.', target: '嗨。' }]);
  });

  it('says both counts and the first suspicious line where a line is missing', async () => {
    const { source, target } = aligned(2000);
    target.splice(1200, 1);
    const importing = importFiles(files(`${source.join('\n')}\n`, `${target.join('\n')}\n`));
    // Line 1201 has lost its translation; the lengths show it within a few lines.
    await expect(importing).rejects.toMatchObject(
      refusal(
        /source file has 2,000 lines and the target file 1,999; the first suspicious line is 120[1-5],/,
      ),
    );
  });

  it('says that no line stands out where the last line is missing', async () => {
    const { source, target } = aligned(100);
    await expect(importFiles(files(source.join('\n'), target.slice(0, -1).join('\n')))).rejects.toMatchObject(
      refusal(/100 lines and the target file 99; no line stands out/),
    );
  });

  it('lets blank lines at the end of one file pass', async () => {
    const { pairs, removed } = await importFiles(files('Hi.\n', '嗨。\n\n\n'));
    expect(pairs).toHaveLength(1);
    expect(removed).toEqual({ 'blank lines': 2 });
  });

  it('refuses one file, three files, none, and two for another form', async () => {
    const two = files('Hi.\n', '嗨。\n');
    await expect(importText('a.en', 'Hi.\n', { format: 'moses' })).rejects.toMatchObject(
      refusal(/is two files/),
    );
    await expect(importFiles([...two, ...two])).rejects.toMatchObject(refusal(/4 files given/));
    await expect(importFiles([])).rejects.toMatchObject(refusal(/0 files given/));
    await expect(importFiles(two, { format: 'tsv' })).rejects.toMatchObject(
      refusal(/two files were given for the form tsv/),
    );
  });
});
