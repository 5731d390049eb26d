import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openImport } from '@/lib/data/importers/openImport';
import { defaultImportOptions, textEncodings } from '@/lib/domain/corpusImport';
import { encode, importText, refusal } from './importing';

const text = 'Hi.\t嗨。\r\nOne day.\t一天。\nI see, sir.\t我看见了，先生。\n';
const expected = [
  { source: 'Hi.', target: '嗨。' },
  { source: 'One day.', target: '一天。' },
  { source: 'I see, sir.', target: '我看见了，先生。' },
];

describe('encodings', () => {
  it.each(textEncodings.map((encoding) => [encoding]))('finds out and reads %s', async (encoding) => {
    const { pairs, detected } = await importText('a.tsv', encode(text, encoding));
    expect(detected.encoding).toBe(encoding);
    expect(pairs).toEqual(expected);
  });

  it.each([
    ['utf-8', [0xef, 0xbb, 0xbf]],
    ['utf-16le', [0xff, 0xfe]],
    ['utf-16be', [0xfe, 0xff]],
    ['gb18030', [0x84, 0x31, 0x95, 0x33]],
  ] as const)('takes the byte order mark of %s off', async (encoding, mark) => {
    const { pairs, detected } = await importText(
      'a.tsv',
      Buffer.concat([Buffer.from(mark), encode(text, encoding)]),
    );
    expect(detected.encoding).toBe(encoding);
    expect(pairs).toEqual(expected);
  });

  it('finds out UTF-16 without a mark where a file is all Chinese', async () => {
    const chinese = '一天一个一\t一些一样的一\n'.repeat(3);
    for (const encoding of ['utf-16le', 'utf-16be'] as const) {
      const { detected } = await importText('a.tsv', encode(chinese, encoding));
      expect(detected.encoding).toBe(encoding);
    }
  });

  it('reads an encoding that is chosen, whatever the bytes look like', async () => {
    const { pairs } = await importText('a.tsv', encode('Hi.\t嗨。\n', 'gb18030'), { encoding: 'gb18030' });
    expect(pairs).toEqual([{ source: 'Hi.', target: '嗨。' }]);
  });

  it.each(textEncodings.map((encoding) => [encoding]))(
    'gives the same pairs of %s however the bytes are cut',
    async (encoding) => {
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 1, max: 40 }), async (size) => {
          const { pairs } = await importText(
            'a.tsv',
            encode(`${text}𝒳`.slice(0, text.length), encoding),
            {},
            size,
          );
          expect(pairs).toEqual(expected);
        }),
        { numRuns: 20 },
      );
    },
  );

  it('reads characters beyond the first plane in UTF-16, also where a chunk ends inside one', async () => {
    const encoding = 'utf-16be';
    for (let size = 1; size < 12; size++) {
      const { pairs } = await importText('a.tsv', encode('a𝒳𝒳𝒳b\t𠀋𠀋\n', encoding), { encoding }, size);
      expect(pairs).toEqual([{ source: 'a𝒳𝒳𝒳b', target: '𠀋𠀋' }]);
    }
  });

  it('names the line that is not UTF-8, also in a file that would be valid GB18030', async () => {
    const line = Buffer.from('Hi.\t嗨。\n');
    const damaged = Buffer.concat([
      line,
      line,
      Buffer.from('Run!\t'),
      encode('跑', 'gb18030'),
      Buffer.from('\n'),
      line,
    ]);
    for (const size of [1, 7, 1000]) {
      await expect(importText('a.tsv', damaged, {}, size)).rejects.toMatchObject(
        refusal(/line 3 is not valid UTF-8; save the file as UTF-8/),
      );
    }
  });

  it('names the line where it lies beyond the beginning that is looked at', async () => {
    const lines = Array.from({ length: 30_000 }, (_, index) => `Sentence ${index}.\t第${index}句。\n`).join(
      '',
    );
    const damaged = Buffer.concat([
      Buffer.from(lines),
      Buffer.from('x\t'),
      Uint8Array.of(0xff),
      Buffer.from('\n'),
    ]);
    await expect(importText('a.tsv', damaged, {}, 10_007)).rejects.toMatchObject(
      refusal(/line 30001 is not valid UTF-8/),
    );
  });

  it.each([
    [
      'UTF-16 with half a surrogate pair',
      Buffer.from('Hi\t\ud800x\nRun\tx\n', 'utf16le'),
      /line 1 is not valid UTF-16LE/,
    ],
    ['Latin-1', Buffer.from('Hi\tça naïve\nRun\tété\n', 'latin1'), /line 1 is not valid UTF-8/],
    ['a NUL', Buffer.from('Hi\t嗨\nRun\t跑\0\n'), /line 2 has a NUL/],
    [
      'random bytes',
      Uint8Array.from({ length: 4000 }, (_, index) => (index * 7919 + (index >> 3) * 104729) & 255),
      /./,
    ],
  ])('refuses %s', async (_, bytes, message) => {
    await expect(importText('a.tsv', bytes)).rejects.toMatchObject(refusal(message));
  });

  it.each(['a.tsv', 'a.csv', 'a.jsonl', 'a.po', 'a.tmx'])(
    'refuses a 2 GB line of %s after about a megabyte, without holding it',
    async (name) => {
      const starts: Record<string, string> = { 'a.tmx': '<tmx version="1.4"><body><tu>', 'a.csv': 'a,"' };
      let read = 0;
      async function* endless() {
        yield Buffer.from(starts[name] ?? 'a');
        const block = Buffer.alloc(64 * 1024, 'abcdefg ');
        for (; read < 2 * 1024 ** 3; read += block.length) yield block;
      }
      const reading = async () => {
        const { pairs } = await openImport([{ name, chunks: endless() }], defaultImportOptions);
        for await (const _ of pairs);
      };
      await expect(reading()).rejects.toMatchObject(refusal(/longer than 1 MiB/));
      expect(read).toBeLessThan(4 * 1024 ** 2);
    },
  );

  it('refuses an endless run of bytes that could be one character after another', async () => {
    let read = 0;
    async function* endless() {
      for (; read < 2 * 1024 ** 3; read += 65_536) yield Buffer.alloc(65_536, 'a');
    }
    const reading = async () => {
      const { pairs } = await openImport([{ name: 'a.tsv', chunks: endless() }], defaultImportOptions);
      for await (const _ of pairs);
    };
    await expect(reading()).rejects.toMatchObject(refusal(/line 1 is longer than 1 MiB/));
    expect(read).toBeLessThan(4 * 1024 ** 2);
  });
});
