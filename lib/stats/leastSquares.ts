/** A column below this share of its own length, once what earlier columns explain is taken off, is a copy of theirs. */
const aliasTolerance = 1e-9;

/** Columns that are orthonormal, and what is left of y. */
export interface Projection {
  basis: Float64Array[];
  residual: Float64Array;
}

/** Nothing explained yet. */
export function emptyProjection(y: readonly number[]): Projection {
  return { basis: [], residual: Float64Array.from(y) };
}

/**
 * Explains y by further columns: modified Gram-Schmidt, each column orthogonalised twice (Björck 1967; "twice is enough",
 * Giraud et al. 2005). A column that is a sum of earlier ones (an aliased effect) adds nothing and no degree of freedom.
 *
 * @returns the larger projection, with how much of the residual's squares the new columns have explained, and by how many
 */
export function project(
  { basis, residual }: Projection,
  columns: readonly Float64Array[],
): Projection & { explained: number; freedom: number } {
  const grown = [...basis];
  const left = residual.slice();
  for (const column of columns) {
    const length = Math.sqrt(dot(column, column));
    const direction = column.slice();
    for (let pass = 0; pass < 2; pass++) {
      for (const known of grown) subtract(direction, known, dot(direction, known));
    }
    const rest = Math.sqrt(dot(direction, direction));
    if (!(rest > aliasTolerance * length)) continue;
    for (let i = 0; i < direction.length; i++) direction[i] = (direction[i] ?? 0) / rest;
    grown.push(direction);
    subtract(left, direction, dot(left, direction));
  }
  return {
    basis: grown,
    residual: left,
    explained: dot(residual, residual) - dot(left, left),
    freedom: grown.length - basis.length,
  };
}

export function sumOfSquares(values: Float64Array): number {
  return dot(values, values);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

function subtract(from: Float64Array, direction: Float64Array, times: number): void {
  for (let i = 0; i < from.length; i++) from[i] = (from[i] ?? 0) - times * (direction[i] ?? 0);
}
