import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * A folder that is the whole file system of the programs in it: the system's C and C++ libraries, a shell and /dev/null.
 * No network (a namespace of its own, without even loopback), no Node, no /proc, no /etc, nothing on the PATH.
 */
export interface EmptyRoot {
  folder: string;
  /** Runs a program of the folder, given by its path in there. */
  run(program: string, args: readonly string[]): Promise<{ code: number | null; output: string }>;
  remove(): void;
}

const mountAndEnter = 'mount --bind /dev/null "$1/dev/null" && exec chroot "$@"';
const shell = '/bin/sh';

/** @returns the root; or what is missing here, for a test that is skipped */
export function makeEmptyRoot(): EmptyRoot | string {
  const probe = spawnSync('unshare', ['-rmn', 'chroot', '/', 'true'], { encoding: 'utf8' });
  if (probe.status !== 0) {
    return `needs unshare -rmn and chroot (${probe.error?.message ?? probe.stderr.trim()})`;
  }
  const libraries = [...new Set([process.execPath, shell].flatMap(librariesOf))];
  if (libraries.length === 0) return 'needs ldd';
  const folder = mkdtempSync(join(tmpdir(), 'heldout-empty-root-'));
  for (const path of [...libraries, shell]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    copyFileSync(path, join(folder, path));
  }
  mkdirSync(join(folder, 'dev'));
  mkdirSync(join(folder, 'tmp'));
  writeFileSync(join(folder, 'dev', 'null'), '');
  return {
    folder,
    run: (program, args) => run(folder, program, args),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** librt is loaded by ONNX Runtime alone; glibc has it beside the others. */
function librariesOf(program: string): string[] {
  const { stdout } = spawnSync('ldd', [program], { encoding: 'utf8' });
  const found = [...(stdout ?? '').matchAll(/(?:=> )?(\/\S+\.so\S*)/g)].flatMap(([, path]) => path ?? []);
  const beside = found.map((path) => join(dirname(path), 'librt.so.1')).filter((path) => existsSync(path));
  return [...found, ...beside];
}

function run(
  folder: string,
  program: string,
  args: readonly string[],
): Promise<{ code: number | null; output: string }> {
  const child = spawn('unshare', ['-rmn', shell, '-c', mountAndEnter, 'sh', folder, program, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // mount and chroot are found by it, the worker finds nothing under it.
    env: { NODE_ENV: 'production', PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8');
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}
