import type { CurvesResponse } from '@/lib/domain/api';
import type { XAxis } from '../../../charts/series';

/**
 * The steps that a range of an axis covers in every run, so that the server can send them in full; undefined where the
 * axis does not tell (time is another in every run).
 */
export function stepRange(
  zoom: readonly [number, number] | null,
  axis: XAxis,
  { runs }: Pick<CurvesResponse, 'runs'>,
): { from: number; to: number } | undefined {
  if (!zoom || axis === 'time') return undefined;
  const [from, to] = zoom;
  if (axis === 'step') return { from: Math.max(0, from), to };
  const scales = runs.flatMap(({ stepsPerEpoch, tokensPerStep }) => {
    const stepsPerX = axis === 'epoch' ? stepsPerEpoch : tokensPerStep && 1 / tokensPerStep;
    return stepsPerX ? [stepsPerX] : [];
  });
  if (scales.length === 0) return undefined;
  return { from: Math.max(0, from * Math.min(...scales)), to: to * Math.max(...scales) };
}
