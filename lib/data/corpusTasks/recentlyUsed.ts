/**
 * Remembers the answers of the keys used last. Of a promise that is rejected nothing is remembered; whoever asks while
 * it is pending gets the same one.
 *
 * @param size how many are remembered
 */
export function recentlyUsed<T>(size: number): (key: string, make: () => T) => T {
  const known = new Map<string, T>();
  return (key, make) => {
    const value = known.get(key) ?? make();
    known.delete(key);
    known.set(key, value);
    for (const oldest of known.keys()) {
      if (known.size <= size) break;
      known.delete(oldest);
    }
    if (value instanceof Promise) {
      value.catch(() => {
        if (known.get(key) === value) known.delete(key);
      });
    }
    return value;
  };
}
