import { pipeline, Readable, type Transform } from 'node:stream';
import { constants, crc32, createGunzip, createInflateRaw } from 'node:zlib';
import { HeldoutError } from '@/lib/domain/errors';
import { ByteReader } from './byteReader';
import { invalidCorpus } from './importError';
import { findZipEntry } from './zipEntry';

/** Text packs about 5 to 1, hardly ever 20 to 1; a bomb packs 1,000 to 1. */
const maxUnpackedOverPacked = 100;
const unpackedSlackBytes = 64 * 1024 * 1024;
const maxUnpackedBytes = 4 * 1024 ** 3;

export interface UnpackedFile {
  /** Of the file inside, so that its ending tells its form. */
  name: string;
  /** The file inside an archive; null where nothing was packed. */
  archiveEntry: string | null;
  bytes: ByteReader;
}

/**
 * Takes a file out of its .zip or .gz, told by the first bytes and not by the name; other files pass as they are.
 *
 * @param isWhole false: only a beginning is at hand, whose cut end is no fault
 * @throws HeldoutError invalid_corpus, here or while bytes are read: encrypted, damaged, packed twice, a tar archive,
 *   or far larger unpacked than any text can be
 */
export async function unpack(
  file: { name: string; chunks: AsyncIterable<Uint8Array> },
  isWhole: boolean,
): Promise<UnpackedFile> {
  const packed = new ByteReader(file.chunks);
  try {
    const kind = packingOf(await packed.peek(512));
    if (kind === null) return { name: file.name, archiveEntry: null, bytes: packed };
    if (kind === 'tar')
      throw invalidCorpus('a tar archive is not read; unpack it and choose the file inside');
    const { name, unpacked } =
      kind === 'gzip' ? gzip(file.name, packed, isWhole) : await zip(packed, isWhole);
    const bytes = new ByteReader(bounded(unpacked, packed));
    if (packingOf(await bytes.peek(512)) !== null) {
      await bytes.close();
      throw invalidCorpus('an archive inside an archive is not read; unpack the outer one first');
    }
    return { name, archiveEntry: name, bytes };
  } catch (error) {
    await packed.close();
    throw error;
  }
}

function packingOf(beginning: Uint8Array): 'zip' | 'gzip' | 'tar' | null {
  const bytes = Buffer.from(beginning);
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return 'gzip';
  if (['PK\x03\x04', 'PK\x05\x06'].includes(bytes.toString('latin1', 0, 4))) return 'zip';
  return bytes.toString('latin1', 257, 262) === 'ustar' ? 'tar' : null;
}

interface Unpacked {
  name: string;
  unpacked: AsyncIterable<Uint8Array>;
}

function gzip(name: string, packed: ByteReader, isWhole: boolean): Unpacked {
  const unpacked = through(packed.rest(), createGunzip(zlibOptions(isWhole)), packed);
  return { name: name.replace(/\.gz$/i, ''), unpacked };
}

async function zip(packed: ByteReader, isWhole: boolean): Promise<Unpacked> {
  const { name, method, packedBytes, checksum } = await findZipEntry(packed, isWhole);
  const data = packedBytes === null ? packed.rest() : packed.take(packedBytes);
  const unpacked =
    method === 'stored'
      ? wholeOf(packed, packedBytes ?? 0, isWhole)
      : through(data, createInflateRaw(zlibOptions(isWhole)), packed);
  return { name, unpacked: checksum === null || !isWhole ? unpacked : checked(unpacked, checksum) };
}

/** The pieces as they are; a fault at the end, before anything is stored, where they are not what was packed. */
async function* checked(unpacked: AsyncIterable<Uint8Array>, checksum: number): AsyncGenerator<Uint8Array> {
  let actual = 0;
  for await (const piece of unpacked) {
    actual = crc32(piece, actual);
    yield piece;
  }
  if (actual !== checksum) throw damaged();
}

/** Where nothing is compressed, only the count tells a cut end. */
async function* wholeOf(packed: ByteReader, bytes: number, isWhole: boolean): AsyncGenerator<Uint8Array> {
  let left = bytes;
  try {
    for await (const piece of packed.take(bytes)) {
      left -= piece.length;
      yield piece;
    }
    if (left > 0 && isWhole) throw damaged();
  } finally {
    await packed.close();
  }
}

function zlibOptions(isWhole: boolean) {
  return {
    chunkSize: 64 * 1024,
    // Without it a cut end would be a fault.
    ...(isWhole ? {} : { finishFlush: constants.Z_SYNC_FLUSH }),
  };
}

/** zlib's streams wait for their reader, so that a bomb is never unpacked further than it is read. */
async function* through(
  data: AsyncIterable<Uint8Array>,
  inflate: Transform,
  packed: ByteReader,
): AsyncGenerator<Uint8Array> {
  pipeline(Readable.from(data), inflate, () => {});
  try {
    for await (const piece of inflate) yield piece;
  } catch (cause) {
    if (cause instanceof HeldoutError || !isZlibError(cause)) throw cause;
    throw damaged(cause);
  } finally {
    await packed.close();
  }
}

function damaged(cause?: unknown): Error {
  return invalidCorpus('the archive is damaged or cut off; copy or download it again', cause);
}

function isZlibError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
}

async function* bounded(unpacked: AsyncIterable<Uint8Array>, packed: ByteReader): AsyncGenerator<Uint8Array> {
  let unpackedBytes = 0;
  for await (const piece of unpacked) {
    unpackedBytes += piece.length;
    if (
      unpackedBytes > maxUnpackedOverPacked * packed.bytesRead + unpackedSlackBytes ||
      unpackedBytes > maxUnpackedBytes
    ) {
      throw invalidCorpus(
        `the archive unpacks to more than ${Math.floor(unpackedBytes / 1024 ** 2)} MiB from ${Math.ceil(packed.bytesRead / 1024)} KiB, as no text does; unpack it yourself if you trust it`,
      );
    }
    yield piece;
  }
}
