import { type Command, CommanderError } from 'commander';
import { HeldoutError } from '@/lib/domain/errors';
import { exitCodeOf, exitCodes } from './exitCodes';
import { say } from './output';

/**
 * Runs a command-line program to its end.
 *
 * @param name said before what went wrong
 * @param build with a function by which a command says how it ended
 * @returns the exit code: what went wrong is said, never thrown
 */
export async function runCommandLine(
  name: string,
  build: (finish: (code: number) => void) => Command,
): Promise<number> {
  ignoreClosedOutput();
  let code: number = exitCodes.ok;
  try {
    await build((result) => {
      code = result;
    }).parseAsync();
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    if (error instanceof HeldoutError) {
      say(`${name}: ${error.message}`);
      return exitCodeOf(error.code);
    }
    say(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return exitCodes.failed;
  }
}

/** `| head -1` is not a failure, and a closed terminal must not keep a server from stopping in order. */
function ignoreClosedOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
    });
  }
}
