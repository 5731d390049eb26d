import { cpus } from 'node:os';

/** Milliseconds that all cores together have spent working, for whatever process. */
function busyMs(): number {
  return cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0);
}

/**
 * Starts to watch what else this machine works on.
 *
 * @returns a function that says how many cores other processes have kept busy since, on average
 */
export function watchOtherLoad(): () => number {
  const startedMs = performance.now();
  const busyAtStart = busyMs();
  const own = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(own);
    const othersMs = busyMs() - busyAtStart - (user + system) / 1000;
    return Math.max(0, othersMs / (performance.now() - startedMs));
  };
}
