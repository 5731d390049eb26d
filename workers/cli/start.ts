import { homeDirectory } from './home';
import { printJson, say } from './output';
import { type StartOptions, startServer, untilStopped } from './server';

export interface StartFlags extends Omit<StartOptions, 'home' | 'signal' | 'onWorkerLog'> {
  json: boolean;
}

/** heldout start: serves until Ctrl-C. */
export async function start(flags: StartFlags): Promise<number> {
  const stop = new AbortController();
  const stopped = untilStopped().then(() => stop.abort());
  const server = await startServer({
    ...flags,
    home: homeDirectory(),
    signal: stop.signal,
    onWorkerLog: say,
  });
  const address = await server.loginUrl();
  if (flags.json) printJson({ url: server.url, loginUrl: address, workers: server.workers });
  else {
    const { workers } = server;
    say(`Heldout serves ${homeDirectory()} with ${workers} worker${workers === 1 ? '' : 's'}.`);
    say(`Open ${address}`);
    say('(the address signs one browser in, once; npm run -s heldout -- login prints another)');
  }
  const crash = await Promise.race([stopped.then(() => null), server.crashed]);
  await server.stop();
  if (crash === null) return 0;
  say(crash);
  return 1;
}
