import { type DesignedRun, runKey } from './runKey';

type Placed = Pick<DesignedRun, 'variantIndex' | 'seed'>;

/**
 * Hidden runs as the address holds them: 3 is a variant with all of its seeds, 5-31 are several, 4.2 is the seed 2 of
 * variant 4. Ranges keep the address short where all but a few are hidden.
 */
export function encodeHidden(hidden: ReadonlySet<string>, runs: readonly Placed[]): string[] {
  const whole: number[] = [];
  const single: string[] = [];
  for (const [variant, seeds] of seedsByVariant(runs)) {
    const gone = seeds.filter((seed) => hidden.has(runKey({ variantIndex: variant, seed })));
    if (gone.length === seeds.length) whole.push(variant);
    else single.push(...gone.map((seed) => `${variant}.${seed}`));
  }
  return [...rangesOf(whole.sort((a, b) => a - b)), ...single];
}

/** Keys (runKey) of the runs that an address hides; what it does not understand, or the sweep does not have, is passed over. */
export function decodeHidden(tokens: readonly string[], runs: readonly Placed[]): ReadonlySet<string> {
  const ranges: [number, number][] = [];
  const keys = new Set<string>();
  for (const token of tokens) {
    const range = /^(\d+)(?:-(\d+))?$/.exec(token);
    if (range) ranges.push([Number(range[1]), Number(range[2] ?? range[1])]);
    else keys.add(token);
  }
  const isHidden = (run: Placed) =>
    keys.has(runKey(run)) || ranges.some(([from, to]) => run.variantIndex >= from && run.variantIndex <= to);
  return new Set(runs.filter(isHidden).map(runKey));
}

/** The hidden runs after the given ones were shown or hidden. */
export function withHidden(
  hidden: ReadonlySet<string>,
  keys: readonly string[],
  hide: boolean,
): ReadonlySet<string> {
  const next = new Set(hidden);
  for (const key of keys) {
    if (hide) next.add(key);
    else next.delete(key);
  }
  return next;
}

function seedsByVariant(runs: readonly Placed[]): Map<number, number[]> {
  const seeds = new Map<number, number[]>();
  for (const { variantIndex, seed } of runs) {
    const known = seeds.get(variantIndex);
    if (known) known.push(seed);
    else seeds.set(variantIndex, [seed]);
  }
  return seeds;
}

/** @param indices ascending */
function rangesOf(indices: readonly number[]): string[] {
  const ranges: [number, number][] = [];
  for (const index of indices) {
    const last = ranges.at(-1);
    if (last && last[1] === index - 1) last[1] = index;
    else ranges.push([index, index]);
  }
  return ranges.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`));
}
