/** Groups in the order in which their keys first come. (Map.groupBy is younger than Node 20.) */
export function grouped<T, Key extends string | number>(
  values: readonly T[],
  keyOf: (value: T) => Key,
): Map<Key, T[]> {
  const groups = new Map<Key, T[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  return groups;
}
