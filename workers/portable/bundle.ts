import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { HeldoutError } from '@/lib/domain/errors';
import packageJson from '@/package.json';
import { gitState } from '../origin';
import { programRoot } from '../ownProcess';
import { compileWorker } from './compile';
import { launcherName, launcherText } from './launcher';
import { licenceText, packagesOf } from './licences';
import { manifestName, type PortableManifest } from './manifest';
import { type DescribedPackage, nativeFiles } from './nativePackages';
import { nodeProgram } from './nodeProgram';
import { type ArchivedFile, tarArchive } from './tarArchive';

export interface WorkerBundle {
  /** A gzipped tar archive. */
  archive: Buffer;
  /** SHA-256 of it, in hexadecimal. */
  sha256: string;
  manifest: PortableManifest;
  /** Bytes on the disk once it is unpacked. */
  unpackedBytes: number;
  isStripped: boolean;
}

/** The versions that a run's environment records. */
const recorded = ['onnxruntime-node', '@tensorflow/tfjs-core', 'tokenizers', '@node-rs/jieba'];

/**
 * The portable worker for linux-x64 as one archive: this Node, the worker compiled to one file, the native libraries
 * that it loads, a launcher, the licences, and a manifest with the SHA-256 of each. Needs no network. The same checkout
 * with the same Node and packages gives the same bytes.
 *
 * @throws HeldoutError invalid_input on another platform; internal where something is not installed or not to compile
 */
export async function bundleWorker(): Promise<WorkerBundle> {
  requirePlatform();
  const { code, inputs } = await compileWorker(programRoot);
  const dropoutThread = join(programRoot, 'lib', 'model', 'dropoutThread.mjs');
  const native = nativeFiles(programRoot);
  const node = nodeProgram();
  const packages = [...packagesOf(programRoot, inputs), ...native.packages];
  const licences = licenceText(packages, dirname(process.execPath));
  const files: ArchivedFile[] = [
    { path: launcherName, isProgram: true, bytes: Buffer.from(launcherText) },
    { path: 'bin/node', isProgram: true, bytes: node.bytes },
    { path: 'lib/worker.mjs', isProgram: false, bytes: code },
    // Threads look for their program beside the file that starts them.
    { path: 'lib/dropoutThread.mjs', isProgram: false, bytes: readFileSync(dropoutThread) },
    ...native.files.map((file) => ({ ...file, path: `lib/${file.path}` })),
    { path: 'LICENCES.txt', isProgram: false, bytes: Buffer.from(licences) },
  ];
  const manifest: PortableManifest = {
    format: 1,
    heldout: packageJson.version,
    platform: 'linux-x64',
    versions: versionsOf(packages),
    origin: await gitState(programRoot),
    files: Object.fromEntries(
      [...files]
        .sort((a, b) => (a.path < b.path ? -1 : 1))
        .map(({ path, bytes }) => [path, { bytes: bytes.length, sha256: sha256Of(bytes) }]),
    ),
  };
  const manifestFile = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
  const all = [...files, { path: manifestName, isProgram: false, bytes: manifestFile }];
  const tar = tarArchive(all.map((file) => ({ ...file, path: `${launcherName}/${file.path}` })));
  // gzip and not xz or zstd, which would save a third: what unpacks it has to be on the other machine already.
  // Level 9 takes more than twice as long for 0.3% less.
  const archive = gzipSync(tar, { level: 6 });
  return {
    archive,
    sha256: sha256Of(archive),
    manifest,
    unpackedBytes: all.reduce((sum, { bytes }) => sum + bytes.length, 0),
    isStripped: node.isStripped,
  };
}

function requirePlatform(): void {
  if (process.platform === 'linux' && process.arch === 'x64') return;
  throw new HeldoutError(
    'invalid_input',
    `Bundling a worker: it is made of the Node and the libraries of the machine that makes it, and this is ${process.platform}-${process.arch}: bundle it on linux-x64.`,
  );
}

function versionsOf(packages: readonly DescribedPackage[]): Record<string, string> {
  const known = new Map(packages.map(({ name, version }) => [name, version]));
  return {
    node: process.versions.node,
    ...Object.fromEntries(recorded.map((name) => [name, known.get(name) ?? 'unknown'])),
  };
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
