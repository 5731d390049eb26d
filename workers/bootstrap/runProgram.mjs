// Hands over to the command-line program, which is TypeScript and runs through tsx.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './install.mjs';

/** @param {string[]} args */
export function runProgram(args) {
  const tsx = pathToFileURL(join(root, 'node_modules', 'tsx', 'dist', 'loader.mjs')).href;
  const program = join(root, 'workers', 'cli', 'program.ts');
  const child = spawn(process.execPath, ['--import', tsx, program, ...args], {
    stdio: 'inherit',
    env: { ...process.env, TSX_TSCONFIG_PATH: join(root, 'tsconfig.json') },
  });
  // The terminal sends Ctrl-C to the whole group; a supervisor sends SIGTERM to this process alone, so pass it on.
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      if (signal !== 'SIGINT') child.kill(signal);
    });
  }
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}
