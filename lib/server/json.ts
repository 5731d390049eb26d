import { encodeMetricValue } from '@/lib/domain/metric';

/** JSON in which NaN and infinities travel by name (metricValueSchema) instead of turning into null. */
export function toJsonText(value: unknown): string {
  return JSON.stringify(value, (_key, entry: unknown) =>
    typeof entry === 'number' ? encodeMetricValue(entry) : entry,
  );
}
