import { Buffer } from 'node:buffer';

/** A regular file of an archive. */
export interface ArchivedFile {
  /** From the archive's top, with / between names. */
  path: string;
  /** May be run. */
  isProgram: boolean;
  bytes: Uint8Array;
}

const blockBytes = 512;

/**
 * A tar archive in the ustar form of POSIX.1-1988, which every tar reads. The same files give the same bytes: they are
 * sorted, belong to nobody and are as old as the epoch. Written here because it is a page of code, where the tars of
 * systems differ in their options and npm's archivers bring streams and dependencies that nothing here needs.
 *
 * @throws RangeError where a path is longer than the form allows (100 characters after a folder of up to 155)
 */
export function tarArchive(files: readonly ArchivedFile[]): Buffer {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  const blocks = sorted.flatMap((file) => [headerOf(file), file.bytes, paddingAfter(file.bytes.length)]);
  // Two blocks of zeros end an archive.
  return Buffer.concat([...blocks, Buffer.alloc(2 * blockBytes)]);
}

function headerOf({ path, isProgram, bytes }: ArchivedFile): Buffer {
  const { prefix, name } = splitPath(path);
  const header = Buffer.alloc(blockBytes);
  header.write(name, 0, 100);
  writeOctal(header, isProgram ? 0o755 : 0o644, 100, 8);
  // Owner and group: nobody's in particular, so that the one who unpacks it owns it.
  writeOctal(header, 0, 108, 8);
  writeOctal(header, 0, 116, 8);
  writeOctal(header, bytes.length, 124, 12);
  writeOctal(header, 0, 136, 12);
  // The checksum is taken with blanks in its own place.
  header.fill(' ', 148, 156);
  header.write('0', 156);
  header.write('ustar\0', 257);
  header.write('00', 263);
  header.write(prefix, 345, 155);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}

function writeOctal(header: Buffer, value: number, offset: number, width: number): void {
  header.write(`${value.toString(8).padStart(width - 1, '0')}\0`, offset);
}

function splitPath(path: string): { prefix: string; name: string } {
  if (Buffer.byteLength(path) <= 100) return { prefix: '', name: path };
  const names = path.split('/');
  for (let at = names.length - 1; at > 0; at--) {
    const [prefix, name] = [names.slice(0, at).join('/'), names.slice(at).join('/')];
    if (Buffer.byteLength(prefix) <= 155 && Buffer.byteLength(name) <= 100) return { prefix, name };
  }
  throw new RangeError(`the path ${path} is too long for a ustar archive`);
}

function paddingAfter(bytes: number): Buffer {
  return Buffer.alloc((blockBytes - (bytes % blockBytes)) % blockBytes);
}
