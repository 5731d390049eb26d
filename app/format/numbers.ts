/**
 * How quantities are written. The locale is fixed so that the server's markup and the browser's agree; dates are
 * localised in the browser (components/Timestamp).
 */
const integers = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** Shown where a value has not been measured. */
export const absent = '–';

export function formatCount(value: number): string {
  return integers.format(value);
}

/** 14.1 M, 815 k, 512. */
export function formatParameters(count: number): string {
  if (count >= 1e6) return `${(count / 1e6).toFixed(count >= 1e8 ? 0 : 2)} M`;
  if (count >= 1e4) return `${(count / 1e3).toFixed(0)} k`;
  return formatCount(count);
}

function notFinite(value: number): string | undefined {
  if (Number.isFinite(value)) return undefined;
  if (Number.isNaN(value)) return 'NaN';
  return value > 0 ? '∞' : '−∞';
}

/** A metric's value with the digits that its quantity deserves; `name` is a metric like test/loss. */
export function formatMetric(name: string, value: number | undefined): string {
  if (value === undefined) return absent;
  const special = notFinite(value);
  if (special !== undefined) return special;
  const quantity = name.slice(name.indexOf('/') + 1);
  switch (quantity) {
    case 'accuracy':
      return `${(value * 100).toFixed(1)} %`;
    case 'bleu':
    case 'chrf':
    case 'chrfPlusPlus':
    case 'ter':
      return value.toFixed(1);
    case 'loss':
    case 'runningLoss':
      return value.toFixed(3);
    case 'tokensPerSecond':
      return formatCount(value);
    case 'rssBytes':
      return formatBytes(value);
    default:
      return formatGeneral(value);
  }
}

/** Three significant digits, scientific where plain digits would be unreadable. */
export function formatGeneral(value: number): string {
  const special = notFinite(value);
  if (special !== undefined) return special;
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e7))
    return value.toExponential(2).replace('e-', 'e−').replace('e+', 'e');
  if (Number.isInteger(value)) return formatCount(value);
  return String(Number(value.toPrecision(3)));
}

/** 850 ms, 12 s, 3 min 05 s, 2 h 07 min. */
export function formatDuration(durationMs: number): string {
  if (durationMs < 1000) return `${Math.round(durationMs)} ms`;
  const seconds = Math.round(durationMs / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${String(seconds % 60).padStart(2, '0')} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

/** In powers of 1,000 (SI), so that round ticks of an axis stay round: 840 B, 1.2 kB, 400 MB, 1.25 GB. */
export function formatBytes(bytes: number): string {
  if (bytes === 0) return '0';
  const [size, unit] =
    bytes < 1e3
      ? [bytes, 'B']
      : bytes < 1e6
        ? [bytes / 1e3, 'kB']
        : bytes < 1e9
          ? [bytes / 1e6, 'MB']
          : [bytes / 1e9, 'GB'];
  return `${Number(size.toFixed(unit === 'GB' ? 2 : 1))} ${unit}`;
}

/** 1 run, 2 runs. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}
