import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { curvesRefresher } from '@/app/client/curvesRefresher';
import type { CurvesResponse } from '@/lib/domain/api';
import { handClock } from './handClock';

const queryKey = ['curves', 'test'];
const page = Object.assign(new EventTarget(), { hidden: false });

beforeEach(() => vi.stubGlobal('document', page));
afterEach(() => {
  vi.unstubAllGlobals();
  page.hidden = false;
});

function answer(ids: readonly string[], total: number): CurvesResponse {
  return {
    runs: ids.map((runId) => ({
      runId,
      stepsPerEpoch: null,
      tokensPerStep: null,
      startedAtMs: null,
      curves: [{ metric: 'test/loss', steps: [1], values: [total], total, shown: 1 }],
    })),
  };
}

function refreshing(drawingMs = 0) {
  const client = new QueryClient();
  client.setQueryData(queryKey, answer(['a', 'b', 'c'], 1));
  const { clock, advance } = handClock();
  const fetchRuns = vi.fn(async (runIds: readonly string[]) => answer(runIds, 2));
  const onSettled = vi.fn();
  const timeDrawing = async (apply: () => void) => {
    apply();
    return drawingMs;
  };
  const refresher = curvesRefresher({ client, queryKey, fetchRuns, onSettled, clock, timeDrawing });
  const curves = () => client.getQueryData<CurvesResponse>(queryKey);
  return { client, advance, fetchRuns, onSettled, refresher, curves };
}

describe('a refresh of curves', () => {
  it('asks for the runs that have new points, once a second, and leaves the others as they are', async () => {
    const { advance, fetchRuns, refresher, curves } = refreshing();
    const before = curves();
    refresher.request(['b']);
    await advance(0);
    for (let i = 0; i < 10; i++) {
      refresher.request(['b', 'c']);
      await advance(50);
    }
    expect(fetchRuns.mock.calls).toEqual([[['b']]]);
    await advance(1000);
    expect(fetchRuns.mock.calls.slice(1)).toEqual([[['b', 'c']]]);
    expect(curves()?.runs.map(({ curves }) => curves[0]?.total)).toEqual([1, 2, 2]);
    expect(curves()?.runs[0]).toBe(before?.runs[0]);
    refresher.stop();
  });

  it('comes less often where drawing takes long, but does come', async () => {
    for (const [drawingMs, everyMs] of [
      [50, 1000],
      [250, 2500],
      [4000, 5000],
    ] as const) {
      const { advance, fetchRuns, refresher } = refreshing(drawingMs);
      refresher.request(['a']);
      await advance(0);
      await advance(0);
      refresher.request(['a']);
      await advance(everyMs - 1);
      expect(fetchRuns).toHaveBeenCalledTimes(1);
      await advance(1);
      expect(fetchRuns).toHaveBeenCalledTimes(2);
      refresher.stop();
    }
  });

  it('waits while the page is hidden, and catches up when it is seen again', async () => {
    const { advance, fetchRuns, refresher } = refreshing();
    page.hidden = true;
    refresher.request(['a']);
    refresher.request(['b']);
    await advance(5000);
    expect(fetchRuns).not.toHaveBeenCalled();
    page.hidden = false;
    page.dispatchEvent(new Event('visibilitychange'));
    await advance(1000);
    expect(fetchRuns.mock.calls).toEqual([[['a', 'b']]]);
    refresher.stop();
  });

  it('asks again for what could not be fetched, and says what went wrong meanwhile', async () => {
    const { advance, fetchRuns, onSettled, refresher, curves } = refreshing();
    fetchRuns.mockRejectedValueOnce(new Error('away'));
    refresher.request(['a']);
    await advance(0);
    expect(onSettled).toHaveBeenLastCalledWith(new Error('away'));
    await advance(1000);
    expect(onSettled).toHaveBeenLastCalledWith(undefined);
    expect(curves()?.runs[0]?.curves[0]?.total).toBe(2);
    refresher.stop();
  });
});
