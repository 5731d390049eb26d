/** Math functions may differ in the last bits from one version of a machine's library to the next; formulas do not. */
const tolerance = 1e-9;

export interface Difference {
  path: string;
  stored: unknown;
  computed: unknown;
}

/** Where two JSON values differ; numbers that agree to nine digits are equal. */
export function differencesOf(stored: unknown, computed: unknown, path = ''): Difference[] {
  if (typeof stored === 'number' && typeof computed === 'number') {
    return isClose(stored, computed) ? [] : [{ path, stored, computed }];
  }
  if (isRecord(stored) && isRecord(computed)) {
    const keys = [...new Set([...Object.keys(stored), ...Object.keys(computed)])];
    return keys.flatMap((key) =>
      differencesOf(stored[key], computed[key], path === '' ? key : `${path}.${key}`),
    );
  }
  return Object.is(stored, computed) ? [] : [{ path, stored, computed }];
}

function isClose(a: number, b: number): boolean {
  // An infinity is as far from any number as the tolerance that it would give.
  if (!Number.isFinite(a) || !Number.isFinite(b)) return Object.is(a, b);
  return Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b), 1e-6);
}

/** Arrays too: their places are their keys. */
function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** A difference in words. */
export function faultText({ path, stored, computed }: Difference): string {
  return `${path}: stored ${JSON.stringify(stored)}, computed ${JSON.stringify(computed)}`;
}
