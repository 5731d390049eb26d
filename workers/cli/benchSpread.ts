import { type EngineId, hasReplicas } from '@/lib/engine/types';

/** How the runs at once of a benchmark are spread: so many processes, each of which steps so many replicas. */
export interface BenchSpread {
  readonly trainers: number;
  readonly replicas: number;
}

export interface BenchSpreadFlags {
  /** Processes with one run each, the numbers in turn; 0: none. */
  readonly atOnce: readonly number[];
  /** Runs that one process steps together, the numbers in turn; 0: none. */
  readonly replicas: readonly number[];
}

/**
 * What is measured in turn: processes first, then replicas in one process. One process with one run is one spread,
 * whichever asks for it.
 *
 * @param say told where replicas were asked for that the engine has not: they are left out
 */
export function benchSpreads(
  { atOnce, replicas }: BenchSpreadFlags,
  engine: EngineId,
  say: (line: string) => void,
): BenchSpread[] {
  const together = replicas.filter((count) => count > 1);
  if (together.length > 0 && !hasReplicas(engine)) say(`Replicas are not measured: ${engine} has none.`);
  const spreads = [
    ...atOnce.map((trainers) => ({ trainers, replicas: 1 })),
    ...replicas.map((count) => ({ trainers: 1, replicas: count })),
  ];
  return spreads.filter(
    (spread, index) =>
      runsAtOnce(spread) > 0 &&
      (spread.replicas === 1 || hasReplicas(engine)) &&
      spreads.findIndex((other) => isSame(other, spread)) === index,
  );
}

/** Models that train at once, in all processes together. */
export function runsAtOnce({ trainers, replicas }: BenchSpread): number {
  return trainers * replicas;
}

/** "8 at once", "8 replicas in one process". */
export function nameOfSpread({ trainers, replicas }: BenchSpread): string {
  return replicas > 1 ? `${replicas} replicas in one process` : `${trainers} at once`;
}

function isSame(one: BenchSpread, other: BenchSpread): boolean {
  return one.trainers === other.trainers && one.replicas === other.replicas;
}

/** Of what gains are told over. */
export function isAlone(spread: BenchSpread): boolean {
  return runsAtOnce(spread) === 1;
}
