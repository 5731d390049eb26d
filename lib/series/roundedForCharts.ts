const digits = 7;

/** To seven significant digits, as a Float32 has them: finer than any pixel, and half as long as text. */
export function roundedForCharts(value: number): number {
  if (value === 0 || !Number.isFinite(value)) return value;
  const decimals = digits - 1 - Math.floor(Math.log10(Math.abs(value)));
  // Powers of ten up to here are exact, so that the quotient is the double nearest to the decimal, and is written short.
  if (decimals < 0 || decimals > 22) return decimals < 0 ? Math.round(value) : value;
  const scale = 10 ** decimals;
  return Math.round(value * scale) / scale;
}
