/**
 * Sinusoidal positions (Vaswani et al. 2017 §3.5), row-major [length, dModel]: sine at even columns, cosine at odd ones,
 * both at the frequency 10000^(−2⌊column / 2⌋ / dModel).
 */
export function sinusoidalPositions(length: number, dModel: number): Float32Array {
  return Float32Array.from({ length: length * dModel }, (_, at) => {
    const position = Math.floor(at / dModel);
    const column = at % dModel;
    const angle = position / 10000 ** ((2 * Math.floor(column / 2)) / dModel);
    return column % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
  });
}
