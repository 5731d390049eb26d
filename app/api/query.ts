import type { z } from 'zod';
import { HeldoutError } from '@/lib/domain/errors';

/**
 * Query parameters as a schema has them; those that look like numbers are numbers, except those named as texts.
 *
 * @throws HeldoutError invalid_input naming the parameter and its value
 */
export function parseQuery<T extends z.ZodType>(
  parameters: ReadonlyMap<string, string>,
  schema: T,
  what: string,
  texts: readonly string[] = [],
): z.output<T> {
  const given = Object.fromEntries(
    Array.from(parameters, ([key, value]) => {
      const isNumber = !texts.includes(key) && /^-?\d+(\.\d+)?$/.test(value);
      return [key, isNumber ? Number(value) : value];
    }),
  );
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const path = issue?.path.map(String).join('.') ?? '';
  const value = parameters.get(path)?.slice(0, 80);
  const got = value === undefined ? '' : ` (got ${JSON.stringify(value)})`;
  throw new HeldoutError('invalid_input', `${what}: ${path ? `${path}: ` : ''}${issue?.message}${got}.`, {
    path,
  });
}
