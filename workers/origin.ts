import { execFile } from 'node:child_process';
import { hostname, totalmem } from 'node:os';
import { relative } from 'node:path';
import { promisify } from 'node:util';
import { isPortable } from './ownProcess';
import { ownManifest } from './portable/manifest';

const gitLimitMs = 5000;

/**
 * Where a worker's runs come from, for their record: machine, command, and the state of the program's own code where it
 * is a git checkout. Asked once a worker: it is the code that the worker runs.
 *
 * @param root of the program
 */
export async function describeOrigin(
  root: string,
  args: readonly string[] = process.argv,
): Promise<Record<string, string>> {
  const [, script = '', ...rest] = args;
  return {
    hostname: hostname(),
    memory: `${(totalmem() / 2 ** 30).toFixed(1)} GiB`,
    command: [relative(root, script), ...rest].join(' '),
    ...(isPortable ? ownManifest().origin : await gitState(root)),
  };
}

/**
 * The commit of a checkout, and whether files were changed since; {} where the folder is none.
 *
 * @param root of the checkout
 */
export async function gitState(root: string): Promise<Record<string, string>> {
  const git = async (...args: string[]) => {
    const { stdout } = await promisify(execFile)('git', ['-C', root, ...args], { timeout: gitLimitMs });
    return stdout.trim();
  };
  try {
    // Within another project's checkout the commit would be that project's.
    if ((await git('rev-parse', '--show-prefix')) !== '') return {};
    const commit = await git('rev-parse', 'HEAD');
    const changed = await git('status', '--porcelain', '--untracked-files=no');
    return { commit, uncommittedChanges: changed === '' ? 'no' : 'yes' };
  } catch {
    return {};
  }
}
