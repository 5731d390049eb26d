import styles from './overfitting.module.css';

const width = 64;

/** How much was lost beside what was lost at most; nothing was lost where there is no bar. */
export function LossBar({ value, most }: { value: number | undefined; most: number }) {
  const share = value !== undefined && most > 0 && Number.isFinite(value) ? Math.max(0, value / most) : 0;
  return (
    <svg className={styles['bar']} width={width} height="8" aria-hidden="true">
      <rect x={width - share * width} y="0" width={share * width} height="8" rx="1" fill="currentColor" />
    </svg>
  );
}
