import type { ByteReader } from './byteReader';
import { invalidCorpus } from './importError';

/** One file of a .zip archive, as its local header describes it (APPNOTE 6.3.10, section 4.3.7). */
export interface ZipEntry {
  name: string;
  method: 'stored' | 'deflated';
  /** null where the archive was written as a stream: the packed data tells its own end. */
  packedBytes: number | null;
  /** CRC-32 of the unpacked file; null where the archive was written as a stream, and it follows the data. */
  checksum: number | null;
}

const localHeader = 0x04034b50;
const localHeaderBytes = 30;
const encryptedFlag = 1;
const sizesFollowFlag = 8;
const readableEnding = /\.(tsv|tab|csv|txt|tmx|xml|jsonl|ndjson|json|po|pot)$/i;
/** Descriptions that archives bring along (manythings.org packs _about.txt), and what a file manager adds. */
const aside = /(^|\/)(_about|about|readme|licen[cs]e|copying|changelog)[^/]*$|(^|\/)(\.|__MACOSX\/)/i;

/**
 * Goes through an archive from its start to the first file with a known ending; the reader then stands at its packed
 * data. A stream has no end to seek to, so the directory at an archive's end is not used.
 *
 * @throws HeldoutError invalid_corpus where there is none, or where it is encrypted or packed in another way
 */
export async function findZipEntry(reader: ByteReader, isWhole: boolean): Promise<ZipEntry> {
  const others: string[] = [];
  for (;;) {
    const header = await readHeader(reader);
    if (header === 'cut') {
      throw isWhole
        ? invalidCorpus('the .zip archive is cut off; copy or download it again')
        : invalidCorpus(
            'the part of the archive that was read reaches no file with sentences; unpack it to preview it',
          );
    }
    if (header === 'end') throw nothingFound(others);
    const { name, method, packedBytes } = header;
    if (readableEnding.test(name) && !aside.test(name)) return readable(header);
    others.push(name);
    if (packedBytes !== null) await skip(reader, packedBytes);
    else if (method === 8) await skipToHeader(reader);
    else
      throw invalidCorpus(
        `the archive's file ${JSON.stringify(name)} has no stated size; unpack the archive`,
      );
  }
}

interface Header {
  name: string;
  method: number;
  flags: number;
  packedBytes: number | null;
  checksum: number | null;
}

function readable({ name, method, flags, packedBytes, checksum }: Header): ZipEntry {
  if (flags & encryptedFlag || method === 99) throw encrypted(name);
  if (method === 8) return { name, method: 'deflated', packedBytes, checksum };
  if (method === 0 && packedBytes !== null) return { name, method: 'stored', packedBytes, checksum };
  throw invalidCorpus(
    `the archive's file ${JSON.stringify(name)} is packed by method ${method}; expected deflate or none, so unpack it first`,
  );
}

async function readHeader(reader: ByteReader): Promise<Header | 'end' | 'cut'> {
  const signature = await reader.peek(4);
  if (signature.length < 4) return 'cut';
  if (view(signature).getUint32(0, true) !== localHeader) return 'end';
  const fixed = await reader.read(localHeaderBytes);
  if (fixed === null) return 'cut';
  const fields = view(fixed);
  const flags = fields.getUint16(6, true);
  const method = fields.getUint16(8, true);
  const nameBytes = await reader.read(fields.getUint16(26, true));
  const extra = await reader.read(fields.getUint16(28, true));
  if (nameBytes === null || extra === null) return 'cut';
  const name = new TextDecoder().decode(nameBytes);
  const packed = fields.getUint32(18, true);
  if (flags & sizesFollowFlag) return { name, method, flags, packedBytes: null, checksum: null };
  const packedBytes = packed === 0xffffffff ? packedBytes64(extra) : packed;
  return { name, method, flags, packedBytes, checksum: fields.getUint32(14, true) };
}

/** Sizes of 4 GiB and more stand in the extra field 1: unpacked, then packed. */
function packedBytes64(extra: Uint8Array): number | null {
  const fields = view(extra);
  for (let offset = 0; offset + 4 <= extra.length; offset += 4 + fields.getUint16(offset + 2, true)) {
    if (fields.getUint16(offset, true) === 1 && offset + 20 <= extra.length) {
      return Number(fields.getBigUint64(offset + 12, true));
    }
  }
  return null;
}

async function skip(reader: ByteReader, bytes: number): Promise<void> {
  for await (const _ of reader.take(bytes));
}

/** Where sizes follow the data, the next file begins at the next "PK\x03\x04", or the directory at "PK\x01\x02". */
async function skipToHeader(reader: ByteReader): Promise<void> {
  for (;;) {
    const window = Buffer.from(await reader.peek(4096));
    if (window.length < 4) return;
    const found = [window.indexOf('PK\x03\x04'), window.indexOf('PK\x01\x02')].filter(
      (index) => index !== -1,
    );
    if (found.length > 0) {
      await reader.read(Math.min(...found));
      return;
    }
    await reader.read(window.length - 3);
  }
}

function nothingFound(names: readonly string[]): Error {
  const listed = names.slice(0, 5).map((name) => JSON.stringify(name.slice(0, 80)));
  const files = listed.length === 0 ? 'no file' : listed.join(', ');
  return invalidCorpus(
    `the archive holds ${files}; expected a file ending in .tsv, .csv, .txt, .tmx, .jsonl or .po (of a Moses corpus, unpack it and choose both files)`,
  );
}

function encrypted(name: string): Error {
  return invalidCorpus(
    `the archive's file ${JSON.stringify(name)} is encrypted; unpack it with its password first`,
  );
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
