import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { HeldoutError } from '@/lib/domain/errors';
import type { ArchivedFile } from './tarArchive';

/**
 * Packages whose native code or data cannot be compiled into one file. They go beside it as a node_modules folder that
 * has, of each, what linux-x64 loads and nothing else.
 */
interface NativePackage {
  name: string;
  /** From the package's folder. */
  files: readonly string[];
  /** Of which every script is taken, and what says of which kind they are. */
  scripts?: string;
}

const onnxLibraries = 'bin/napi-v6/linux/x64';

const packages: readonly NativePackage[] = [
  {
    name: 'onnxruntime-node',
    // The CPU and WebGPU providers are in the one library; CUDA's, hundreds of megabytes, is not taken along.
    files: [
      'dist/index.js',
      'dist/backend.js',
      'dist/binding.js',
      'dist/version.js',
      `${onnxLibraries}/libonnxruntime.so.1`,
      `${onnxLibraries}/onnxruntime_binding.node`,
    ],
  },
  { name: 'onnxruntime-common', files: [], scripts: 'dist/cjs' },
  { name: 'tokenizers', files: ['index.js', 'tokenizers.linux-x64-gnu.node'] },
  { name: '@node-rs/jieba', files: ['index.js', 'dict.txt'] },
  { name: '@node-rs/jieba-linux-x64-gnu', files: ['jieba.linux-x64-gnu.node'] },
];

/** Not to be compiled in: by name, and whatever they have inside. */
export const nativePackageNames = packages.map(({ name }) => name);

const describedSchema = z.object({
  name: z.string(),
  version: z.string(),
  license: z.string().default('not said'),
  homepage: z.string().optional(),
  repository: z.union([z.string(), z.object({ url: z.string() })]).optional(),
});

export interface DescribedPackage {
  folder: string;
  name: string;
  version: string;
  licence: string;
  /** Where it comes from, as it says itself; '' where it does not. */
  source: string;
}

/** @param folder of an installed package */
export function describePackage(folder: string): DescribedPackage {
  const text = readFileSync(join(folder, 'package.json'), 'utf8');
  const { name, version, license, homepage, repository } = describedSchema.parse(JSON.parse(text));
  const url = typeof repository === 'string' ? repository : repository?.url;
  return { folder, name, version, licence: license, source: url ?? homepage ?? '' };
}

/**
 * @param root of the checkout
 * @throws HeldoutError internal where a package or its library for linux-x64 is not installed
 */
export function nativeFiles(root: string): { files: ArchivedFile[]; packages: DescribedPackage[] } {
  const described: DescribedPackage[] = [];
  const files = packages.flatMap(({ name, files: wanted, scripts }) => {
    const folder = join(root, 'node_modules', name);
    described.push(describePackage(folder));
    const found = scripts === undefined ? [] : scriptsIn(folder, scripts);
    return ['package.json', ...wanted, ...found].map((file) => ({
      path: `node_modules/${name}/${file}`,
      isProgram: false,
      bytes: readInstalled(folder, file),
    }));
  });
  return { files, packages: described };
}

function scriptsIn(folder: string, scripts: string): string[] {
  const names = readdirSync(join(folder, scripts)).sort();
  return names
    .filter((name) => name.endsWith('.js') || name === 'package.json')
    .map((name) => `${scripts}/${name}`);
}

function readInstalled(folder: string, file: string): Buffer {
  try {
    return readFileSync(join(folder, file));
  } catch (cause) {
    throw new HeldoutError(
      'internal',
      `Bundling a worker: ${join(folder, file)} is not installed; run npm ci on linux-x64.`,
      { cause },
    );
  }
}
