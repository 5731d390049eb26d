/** The mean of what is finite; undefined where nothing is. Of a bucketed curve it is that of the points it kept. */
export function meanOf(values: readonly number[]): number | undefined {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return undefined;
  return finite.reduce((sum, value) => sum + value, 0) / finite.length;
}

/** The highest of what is finite, exact for a bucketed curve too: every bucket keeps its maximum. */
export function maximumOf(values: readonly number[]): number | undefined {
  return values.reduce<number | undefined>(
    (most, value) => (Number.isFinite(value) && (most === undefined || value > most) ? value : most),
    undefined,
  );
}
