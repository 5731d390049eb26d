// Compiles the command-line program, and the processes that the server starts, where they are missing or older than their
// sources: they start in less than half of the time that loading the sources through tsx takes (docs/measurements.md).
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { compiledFile, isFresh, processes } from '../../lib/program/compiled.mjs';
import { root } from './install.mjs';

/** Native code, what finds its own files beside it, and TensorFlow.js, of which there is to be one. */
const external = [
  ...['onnxruntime-node', 'better-sqlite3', 'tokenizers', '@node-rs/jieba', 'esbuild', '@tensorflow/*'],
];

/** CommonJS packages call require, which a module does not have. */
const banner =
  "import { createRequire as createRequireHere } from 'node:module';\nconst require = createRequireHere(import.meta.url);";

/**
 * How a program of the sources becomes one module.
 *
 * @param {'checkout' | 'portable'} compiledFor as workers/ownProcess.ts tells them apart
 * @param {readonly string[]} external packages that are not compiled in
 */
export function compileOptions(compiledFor, external) {
  return /** @satisfies {import('esbuild').BuildOptions} */ ({
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // The browser's forms of packages come first in some of them.
    mainFields: ['module', 'main'],
    banner: { js: banner },
    define: { heldoutCompiledFor: JSON.stringify(compiledFor) },
    external: [...external],
    logLevel: 'silent',
    legalComments: 'none',
    tsconfig: 'tsconfig.json',
  });
}

/** Chunks of earlier sources stay that long: a process that runs them loads some only when it needs them. */
const keptMs = 7 * 24 * 3600 * 1000;

/**
 * Has the processes compiled from the sources as they are, where that is not done: each a small file, and chunks that it
 * loads as it needs them.
 *
 * @returns {Promise<string>} the path of the command-line program
 */
export async function compileProgram() {
  const program = compiledFile(root, 'heldout');
  if (isFresh(root)) return program;
  const started = new Date();
  const { build } = await import('esbuild');
  const folder = dirname(program);
  const { outputFiles } = await build({
    ...compileOptions('checkout', external),
    entryPoints: {
      ...Object.fromEntries(Object.entries(processes).map(([name, path]) => [name, path.join('/')])),
      // A thread's program, which is looked for beside the file that starts it.
      dropoutThread: 'lib/model/dropoutThread.mjs',
    },
    splitting: true,
    minifyWhitespace: true,
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    write: false,
  });
  mkdirSync(folder, { recursive: true });
  // The program last: what it loads is there by then.
  for (const { path, contents } of outputFiles.sort(
    (a, b) => Number(a.path === program) - Number(b.path === program),
  ))
    writeWhole(path, contents);
  // As old as the sources that it was compiled from: one that is changed meanwhile is newer.
  utimesSync(program, started, started);
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    // What another process was writing has its own name by now.
    const writtenAtMs = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? started.getTime();
    if (writtenAtMs < started.getTime() - keptMs) rmSync(path, { force: true });
  }
  return program;
}

/**
 * Another process may compile too, or load what is there already.
 *
 * @param {string} path
 * @param {Uint8Array} contents
 */
function writeWhole(path, contents) {
  const written = `${path}.${process.pid}`;
  writeFileSync(written, contents);
  renameSync(written, path);
}
