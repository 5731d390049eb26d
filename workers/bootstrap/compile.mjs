// Compiles the command-line program where that is missing or older than its sources: it starts in a quarter of the time
// that loading the sources through tsx takes (docs/measurements.md), and so does every worker and trainer.
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { root } from './install.mjs';
import { isProgramFresh, programFile } from './programFile.mjs';

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
 * @param {string} entry
 * @param {'checkout' | 'portable'} compiledFor as workers/ownProcess.ts tells them apart
 * @param {readonly string[]} external packages that are not compiled in
 */
export function compileOptions(entry, compiledFor, external) {
  return /** @satisfies {import('esbuild').BuildOptions} */ ({
    absWorkingDir: root,
    entryPoints: [entry],
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
 * Has the program compiled from the sources as they are, where that is not done: a small file, and chunks that a command
 * loads as it needs them.
 *
 * @returns {Promise<string>} its path
 */
export async function compileProgram() {
  const program = programFile(root);
  if (isProgramFresh(root)) return program;
  const started = new Date();
  const { build } = await import('esbuild');
  const folder = dirname(program);
  const { outputFiles } = await build({
    ...compileOptions('workers/compiled/main.ts', 'checkout', external),
    splitting: true,
    minifyWhitespace: true,
    outdir: folder,
    entryNames: basename(program, '.mjs'),
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
    if (statSync(path).mtimeMs < started.getTime() - keptMs) rmSync(path, { force: true });
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
