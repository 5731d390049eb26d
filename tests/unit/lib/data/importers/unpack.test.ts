import { gzipSync } from 'node:zlib';
import { gzipSync as gzipByFflate, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { importFiles, importText, refusal } from './importing';

const text = Buffer.from('Hi.\t嗨。\nRun!\t跑！\n');
const expected = [
  { source: 'Hi.', target: '嗨。' },
  { source: 'Run!', target: '跑！' },
];

/** As programs write archives that cannot seek back: sizes are 0 in the local header and follow the data. */
function withSizesAfter(archive: Uint8Array): Uint8Array {
  const directory = Buffer.from(archive).indexOf('PK\x01\x02');
  const parts: Uint8Array[] = [];
  const bytes = Buffer.from(archive.subarray(0, directory));
  for (let at = 0; at < bytes.length; ) {
    const packedBytes = bytes.readUInt32LE(at + 18);
    const dataAt = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
    const header = Buffer.from(bytes.subarray(at, dataAt));
    header.writeUInt16LE(header.readUInt16LE(6) | 8, 6);
    const descriptor = Buffer.concat([Buffer.from('PK\x07\x08'), header.subarray(14, 26)]);
    header.fill(0, 14, 26);
    parts.push(header, bytes.subarray(dataAt, dataAt + packedBytes), descriptor);
    at = dataAt + packedBytes;
  }
  return Buffer.concat([...parts, archive.subarray(directory)]);
}

const tatoebaLike = zipSync({ '_about.txt': Buffer.from('About this pack\t…\n'.repeat(9)), 'cmn.txt': text });
const stored = zipSync({ 'picture.png': Buffer.alloc(100_000, 7), 'data/cmn.tsv': text }, { level: 0 });

describe('packed files', () => {
  it.each([
    ['deflated', tatoebaLike, 'cmn.txt'],
    ['stored', stored, 'data/cmn.tsv'],
    ['written as a stream', withSizesAfter(tatoebaLike), 'cmn.txt'],
  ])('reads the first file of sentences in a .zip that is %s, past others', async (_, archive, entry) => {
    for (const size of [1, 100, archive.length]) {
      const { pairs, detected } = await importText('pack.zip', archive, {}, size);
      expect(pairs).toEqual(expected);
      expect(detected).toMatchObject({ archiveEntry: entry, format: 'tsv' });
    }
  });

  it('reads .gz, also in parts, and takes the form from the name before .gz', async () => {
    const parts = Buffer.concat([gzipSync(text.subarray(0, 5)), gzipByFflate(text.subarray(5))]);
    const { pairs, detected } = await importText('a.tsv.gz', parts, {}, 3);
    expect(pairs).toEqual(expected);
    expect(detected).toMatchObject({ archiveEntry: 'a.tsv', format: 'tsv' });
  });

  it('tells packing by the bytes and not by the name', async () => {
    expect((await importText('a.tsv', gzipSync(text))).pairs).toEqual(expected);
    expect((await importText('a.zip', text)).pairs).toEqual(expected);
  });

  it('refuses a .zip whose content is not what was packed, by its checksum', async () => {
    // Stored, so that a flipped bit is no fault of the packing itself.
    const archive = Buffer.from(stored);
    const at = archive.lastIndexOf('Run!', archive.indexOf('PK\x01\x02'));
    archive.writeUInt8(archive.readUInt8(at) ^ 1, at);
    await expect(importText('pack.zip', archive)).rejects.toMatchObject(refusal(/damaged/));
  });

  it('reads two packed files of a Moses corpus', async () => {
    const files = [
      { name: 'a.en.gz', content: gzipSync('Hi.\nRun!\n') },
      { name: 'a.zh.gz', content: gzipSync('嗨。\n跑！\n') },
    ];
    expect((await importFiles(files)).pairs).toEqual(expected);
  });

  const bomb = Buffer.from(`${'a'.repeat(500_000)}\t${'b'.repeat(500_000)}\n`.repeat(80));
  it.each([
    ['.zip', zipSync({ 'a.tsv': bomb }, { level: 6 })],
    ['.gz', gzipSync(bomb)],
  ])('refuses a bomb in a %s before it is unpacked', async (_, archive) => {
    expect(archive.length).toBeLessThan(200_000);
    await expect(importText('bomb.tsv', archive)).rejects.toMatchObject(
      refusal(/unpacks to more than \d+ MiB from \d+ KiB, as no text does/),
    );
  });

  const encrypted = Buffer.from(tatoebaLike);
  encrypted.writeUInt16LE(1, 6);
  const secondHeader = encrypted.indexOf('PK\x03\x04', 4);
  encrypted.writeUInt16LE(1, secondHeader + 6);
  const tar = Buffer.alloc(1024, 0);
  tar.write('a.tsv');
  tar.write('ustar', 257);

  it.each([
    ['an encrypted file', encrypted, /"cmn.txt" is encrypted/],
    ['an archive in an archive', gzipSync(gzipSync(text)), /an archive inside an archive/],
    ['an archive in a .zip', zipSync({ 'a.tsv': gzipSync(text) }), /an archive inside an archive/],
    ['a tar archive', tar, /a tar archive is not read/],
    [
      'an archive without sentences',
      zipSync({ 'a.png': text, README: text }),
      /holds "a.png", "README"; expected/,
    ],
    ['an empty archive', zipSync({}), /the archive holds no file/],
    ['a cut .zip', tatoebaLike.subarray(0, secondHeader + 45), /damaged or cut off/],
    ['a .zip cut in its names', tatoebaLike.subarray(0, secondHeader + 20), /cut off/],
    ['a cut .zip without compression', stored.subarray(0, 100_100), /damaged or cut off/],
    ['a cut .gz', gzipSync(text).subarray(0, 30), /damaged or cut off/],
    ['a damaged .gz', Buffer.from(gzipSync(text)).fill(0x55, 12, 24), /damaged or cut off/],
  ])('refuses %s', async (_, archive, message) => {
    await expect(importText('a.tsv.gz', archive)).rejects.toMatchObject(refusal(message));
  });
});
