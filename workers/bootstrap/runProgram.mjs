// Hands over to the command-line program.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compileProgram } from './compile.mjs';
import { root } from './install.mjs';
import { trainerEnvironment } from './trainerEnvironment.mjs';

/** @param {string[]} args */
export async function runProgram(args) {
  const child = spawn(process.execPath, [...(await program()), ...args], {
    stdio: 'inherit',
    env: {
      ...process.env,
      TSX_TSCONFIG_PATH: join(root, 'tsconfig.json'),
      // A benchmark trains in the program's own process.
      ...(args[0] === 'bench' ? trainerEnvironment : {}),
    },
  });
  // The terminal sends Ctrl-C to the whole group; a supervisor sends SIGTERM to this process alone, so pass it on.
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      if (signal !== 'SIGINT') child.kill(signal);
    });
  }
  if (process.env['npm_lifecycle_event']) stopWithParent(child);
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}

/** @returns {Promise<string[]>} the compiled program, or its sources where it cannot be compiled, in a checkout that is not ours to write to, say */
async function program() {
  try {
    return [await compileProgram()];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    console.error(
      `Compiling the program failed (${reason}); it starts from its sources, which takes longer.`,
    );
    const tsx = pathToFileURL(join(root, 'node_modules', 'tsx', 'dist', 'loader.mjs')).href;
    return ['--import', tsx, join(root, 'workers', 'cli', 'program.ts')];
  }
}

/**
 * npm sends SIGTERM to the shell that it runs scripts in, and that shell dies without passing it on.
 * @param {import('node:child_process').ChildProcess} child
 */
function stopWithParent(child) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    child.kill('SIGTERM');
  }, 500);
  watch.unref();
}
