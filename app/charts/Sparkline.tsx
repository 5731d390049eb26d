import styles from './charts.module.css';

const size = { width: 96, height: 24, margin: 2 };

/** A curve as small as a word: its last point is marked, values that are not finite are gaps. */
export function Sparkline({ values, label }: { values: readonly number[]; label: string }) {
  const finite = values.filter(Number.isFinite);
  const low = Math.min(...finite);
  const range = Math.max(...finite) - low;
  const place = (value: number, index: number) => {
    const across = values.length > 1 ? index / (values.length - 1) : 1;
    const share = range > 0 ? (value - low) / range : 0.5;
    return {
      x: size.margin + across * (size.width - 2 * size.margin),
      y: size.margin + (1 - share) * (size.height - 2 * size.margin),
    };
  };
  let isDown = false;
  const path = values
    .map((value, index) => {
      const wasDown = isDown;
      isDown = Number.isFinite(value);
      if (!isDown) return '';
      const { x, y } = place(value, index);
      return `${wasDown ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`;
    })
    .join('');
  const lastIndex = values.findLastIndex(Number.isFinite);
  const last = place(values[lastIndex] ?? 0, lastIndex);
  return (
    <svg
      className={styles['sparkline']}
      viewBox={`0 0 ${size.width} ${size.height}`}
      width={size.width}
      height={size.height}
      role="img"
      aria-label={label}
    >
      <path d={path} />
      {finite.length > 0 ? <circle cx={last.x} cy={last.y} r={2} /> : null}
    </svg>
  );
}
