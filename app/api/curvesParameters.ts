import { z } from 'zod';
import { HeldoutError } from '@/lib/domain/errors';
import type { CurvesShape } from '@/lib/server/curves';

const defaultBuckets = 400;
/** As many as an address can name. */
const mostRuns = 500;

const list = z.string().transform((text) => text.split(',').filter((part) => part !== ''));
const step = z.coerce
  .number()
  .int()
  .min(0)
  .max(2 ** 32 - 1);

const schema = z
  .object({
    metrics: list.default([]),
    buckets: z.coerce.number().default(defaultBuckets),
    from: step.optional(),
    to: step.optional(),
    runs: list.refine((ids) => ids.length <= mostRuns, `expected at most ${mostRuns} runs`).optional(),
    times: z.enum(['0', '1']).default('0'),
  })
  .refine(({ from = 0, to = Number.POSITIVE_INFINITY }) => from <= to, {
    path: ['from'],
    message: 'expected from at or before to',
  });

/**
 * The query of the routes that answer curves: ?metrics=a,b (default: all) &buckets=400 &from=&to= (steps)
 * &runs=id,id &times=1
 *
 * @throws HeldoutError invalid_input
 */
export function curvesParameters(url: URL): CurvesShape & { runIds: string[] | undefined } {
  const parsed = schema.safeParse(Object.fromEntries(url.searchParams));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const path = issue?.path.map(String).join('.') ?? '';
    const given = JSON.stringify(url.searchParams.get(path))?.slice(0, 80);
    throw new HeldoutError('invalid_input', `Reading curves: ${path}: ${issue?.message} (got ${given})`, {
      path,
    });
  }
  const { metrics, buckets, from, to, runs, times } = parsed.data;
  const isRange = from !== undefined || to !== undefined;
  return {
    metrics,
    buckets,
    range: isRange ? { from: from ?? 0, to: to ?? 2 ** 32 - 1 } : undefined,
    times: times === '1',
    runIds: runs,
  };
}
