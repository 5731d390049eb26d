import type { EstimateInterval } from '@/lib/domain/estimate';
import type { Locale } from '../i18n/locales';

/** Shown where a value has not been measured. */
export const absent = '–';

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** How the interface writes quantities, for one locale: digits and separators are the person's, words the language's. */
export interface Formats {
  locale: Locale;
  /** 1,500 */
  count(value: number): string;
  /** Exactly so many decimals: 3.10 */
  fixed(value: number, decimals: number): string;
  /** 14.1 M, 815 k, 512 */
  parameters(count: number): string;
  /** 45.7 % of a share of 0.457 */
  percent(share: number, decimals?: number): string;
  /** A metric's value with the digits that its quantity deserves; `name` is a metric like test/loss. */
  metric(name: string, value: number | undefined): string;
  /** The same with its sign, for differences: +1.8, −0.3, ±0.0 */
  delta(name: string, value: number | undefined): string;
  /** Three significant digits, scientific where plain digits would be unreadable. */
  general(value: number): string;
  /** In powers of 1,000 (SI), so that round ticks of an axis stay round: 840 B, 1.2 kB, 400 MB, 1.25 GB */
  bytes(bytes: number): string;
  /** 850 ms, 12 s, 3 min 05 s, 2 h 07 min */
  duration(durationMs: number): string;
  /** With the digits that an estimate deserves: 40 s, 12 min, 2 h 10 min, 14 h, 3 days */
  roughly(durationMs: number): string;
  /** 2 h 10 min (1 h 40 min – 3 h) */
  interval(interval: EstimateInterval): string;
  /** An epoch: 14, or 14.5 where it was measured within one */
  epoch(epoch: number): string;
  /** a, b and c */
  list(parts: readonly string[]): string;
  /** 3 minutes ago; seconds below a minute, days above two. */
  ago(ms: number, nowMs: number): string;
}

/** Formats of a locale; made once for each. */
export function createFormats(locale: Locale): Formats {
  const key = `${locale.language} ${locale.numbers}`;
  const known = made.get(key);
  if (known) return known;
  const formats = makeFormats(locale);
  made.set(key, formats);
  return formats;
}

const made = new Map<string, Formats>();

function makeFormats(locale: Locale): Formats {
  const { language, numbers } = locale;
  const decimals = Array.from(
    { length: 7 },
    (_, digits) =>
      new Intl.NumberFormat(numbers, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
  );
  const significant = new Intl.NumberFormat(numbers, { maximumSignificantDigits: 3 });
  const mantissa = new Intl.NumberFormat(numbers, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const listing = new Intl.ListFormat(language === 'en' ? 'en-GB' : language);
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const unitNames = durationUnits[language];

  const fixed = (value: number, digits: number) =>
    notFinite(value) ??
    // What rounds to zero has no sign.
    (decimals[digits] ?? significant)
      .format(value)
      .replace('-', '−')
      .replace(/^−(?=[0.,]*$)/, '');
  const count = (value: number) => fixed(value, 0);
  const percent = (share: number, digits = 1) => notFinite(share) ?? `${fixed(share * 100, digits)} %`;
  const general = (value: number) => {
    const special = notFinite(value);
    if (special !== undefined) return special;
    const size = Math.abs(value);
    if (size !== 0 && (size < 1e-4 || size >= 1e7)) {
      const exponent = Math.floor(Math.log10(size));
      return `${mantissa.format(value / 10 ** exponent)}e${exponent}`.replaceAll('-', '−');
    }
    return Number.isInteger(value) ? count(value) : significant.format(value).replace('-', '−');
  };
  const bytes = (size: number) => {
    if (size === 0) return '0';
    const [scaled, unit, digits] =
      size < 1e3
        ? [size, 'B', 0]
        : size < 1e6
          ? [size / 1e3, 'kB', 1]
          : size < 1e9
            ? [size / 1e6, 'MB', 1]
            : [size / 1e9, 'GB', 2];
    const rounded = Number(scaled.toFixed(digits));
    return `${new Intl.NumberFormat(numbers, { maximumFractionDigits: digits }).format(rounded)} ${unit}`;
  };
  const metric = (name: string, value: number | undefined) => {
    if (value === undefined) return absent;
    switch (name.slice(name.indexOf('/') + 1)) {
      case 'accuracy':
        return percent(value);
      case 'bleu':
      case 'chrf':
      case 'chrfPlusPlus':
      case 'ter':
        return fixed(value, 1);
      case 'loss':
      case 'runningLoss':
        return fixed(value, 3);
      case 'perplexity':
        return value < 1000 ? fixed(value, 2) : general(value);
      case 'tokensPerSecond':
        return count(value);
      case 'rssBytes':
      case 'gpuMemoryBytes':
        return notFinite(value) ?? bytes(value);
      default:
        return general(value);
    }
  };
  const duration = (durationMs: number) => {
    if (durationMs < secondMs) return `${Math.round(durationMs)} ms`;
    const seconds = Math.round(durationMs / secondMs);
    const two = (part: number) => String(part).padStart(2, '0');
    if (seconds < 60) return `${seconds} ${unitNames.second}`;
    const minutes = Math.floor(seconds / 60);
    if (minutes < 60) return `${minutes} ${unitNames.minute} ${two(seconds % 60)} ${unitNames.second}`;
    return `${count(Math.floor(minutes / 60))} ${unitNames.hour} ${two(minutes % 60)} ${unitNames.minute}`;
  };
  const roughly = (durationMs: number) => {
    if (durationMs < 1.5 * minuteMs) {
      return `${Math.max(5, 5 * Math.round(durationMs / (5 * secondMs)))} ${unitNames.second}`;
    }
    if (durationMs < 59.5 * minuteMs) return `${Math.round(durationMs / minuteMs)} ${unitNames.minute}`;
    if (durationMs < 9.9 * hourMs) {
      const tens = Math.round(durationMs / (10 * minuteMs));
      const minutes = (tens % 6) * 10;
      const hours = `${Math.floor(tens / 6)} ${unitNames.hour}`;
      return minutes === 0 ? hours : `${hours} ${minutes} ${unitNames.minute}`;
    }
    if (durationMs < 2 * dayMs) return `${Math.round(durationMs / hourMs)} ${unitNames.hour}`;
    return `${count(Math.round(durationMs / dayMs))} ${unitNames.days}`;
  };
  return {
    locale,
    count,
    fixed,
    percent,
    metric,
    general,
    bytes,
    duration,
    roughly,
    parameters: (value) => {
      if (value >= 1e6) return `${fixed(value / 1e6, value >= 1e8 ? 0 : 2)} M`;
      return value >= 1e4 ? `${fixed(value / 1e3, 0)} k` : count(value);
    },
    delta: (name, value) => {
      if (value === undefined) return absent;
      const text = metric(name, Math.abs(value));
      if (!Number.isFinite(value)) return metric(name, value);
      if (text === metric(name, 0)) return `±${text}`;
      return `${value > 0 ? '+' : '−'}${text}`;
    },
    interval: ({ low, expected, high }) => `${roughly(expected)} (${roughly(low)} – ${roughly(high)})`,
    epoch: (epoch) => (Number.isInteger(epoch) ? count(epoch) : fixed(epoch, 1)),
    list: (parts) => listing.format(parts),
    ago: (ms, nowMs) => {
      const past = ms - nowMs;
      const size = Math.abs(past);
      if (size < minuteMs) return relative.format(Math.round(past / secondMs), 'second');
      if (size < hourMs) return relative.format(Math.round(past / minuteMs), 'minute');
      if (size < 2 * dayMs) return relative.format(Math.round(past / hourMs), 'hour');
      return relative.format(Math.round(past / dayMs), 'day');
    },
  };
}

const durationUnits = {
  en: { second: 's', minute: 'min', hour: 'h', days: 'days' },
  'zh-CN': { second: '秒', minute: '分', hour: '小时', days: '天' },
} as const;

function notFinite(value: number): string | undefined {
  if (Number.isFinite(value)) return undefined;
  if (Number.isNaN(value)) return 'NaN';
  return value > 0 ? '∞' : '−∞';
}
