import type { Level } from '@/lib/domain/config';

type Levels = Readonly<Record<string, Level>>;

/** Levels that all share, and those of each that not all do. Of one alone, all are its own. */
export function ownLevels(all: readonly Levels[]): {
  shared: Record<string, Level>;
  own: Record<string, Level>[];
} {
  const [first = {}] = all;
  const isShared = (key: string) =>
    all.length > 1 && all.every((levels) => Object.hasOwn(levels, key) && Object.is(levels[key], first[key]));
  const pick = (levels: Levels, isPicked: (key: string) => boolean) =>
    Object.fromEntries(Object.entries(levels).filter(([key]) => isPicked(key)));
  return { shared: pick(first, isShared), own: all.map((levels) => pick(levels, (key) => !isShared(key))) };
}
