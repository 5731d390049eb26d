import { encodeMetricValue } from '@/lib/domain/metric';

/** JSON in which NaN and infinities travel by name (metricValueSchema) instead of turning into null. */
export function toWire(body: object): string {
  return JSON.stringify(body, (_key, value: unknown) =>
    typeof value === 'number' ? encodeMetricValue(value) : value,
  );
}
