import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type ArchivedFile, tarArchive } from '@/workers/portable/tarArchive';

/** What the system's own tar makes of an archive. */
function unpacked(archive: Buffer): ArchivedFile[] {
  const folder = mkdtempSync(join(tmpdir(), 'heldout-tar-'));
  try {
    execFileSync('tar', ['xf', '-', '-C', folder], { input: archive });
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => statSync(join(folder, path)).isFile())
      .map((path) => ({
        path,
        isProgram: (statSync(join(folder, path)).mode & 0o100) !== 0,
        bytes: readFileSync(join(folder, path)),
      }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const byPath = (a: ArchivedFile, b: ArchivedFile) => (a.path < b.path ? -1 : 1);
const plain = (files: readonly ArchivedFile[]) =>
  files.map((file) => ({ ...file, bytes: Buffer.from(file.bytes) })).sort(byPath);

const fileName = fc.stringMatching(/^[a-z0-9@._-]{1,60}$/).filter((name) => !/^\.+$|^-/.test(name));
const file = fc.record({
  // A first letter of its own for folders and for files: neither may have the other's name.
  path: fc.tuple(fileName, fileName, fileName).map(([a, b, c]) => `d${a}/d${b}/f${c}`),
  isProgram: fc.boolean(),
  bytes: fc.uint8Array({ maxLength: 1600 }),
});

it('gives back every file through the system’s tar, whatever their order', () => {
  fc.assert(
    fc.property(fc.uniqueArray(file, { selector: ({ path }) => path, maxLength: 8 }), (files) => {
      const archive = tarArchive(files);
      expect(plain(unpacked(archive))).toEqual(plain(files));
      expect(tarArchive([...files].reverse()).equals(archive)).toBe(true);
    }),
    { numRuns: 15 },
  );
});

it('parts a path of more than 100 characters, and refuses one that cannot be parted', () => {
  const path = `${'a'.repeat(90)}/${'b'.repeat(90)}`;
  const files = [{ path, isProgram: false, bytes: Buffer.from('x') }];
  expect(plain(unpacked(tarArchive(files)))).toEqual(plain(files));
  const tooLong = [{ path: 'c'.repeat(101), isProgram: false, bytes: Buffer.alloc(0) }];
  expect(() => tarArchive(tooLong)).toThrow(RangeError);
});
