import type { Curve, CurvesResponse } from '@/lib/domain/api';
import { fetchJson } from './api';
import { curvesAnswerSchema } from './curvesAnswer';

/** All runs of a sweep, or these of any sweeps. */
export type CurvesOwner = { sweepId: string } | { runIds: readonly string[] };

export interface CurvesRequest {
  owner: CurvesOwner;
  metrics: readonly string[];
  /** Steps, both ends included; a point more on either side comes with them, so that lines reach the edges. */
  range?: { from: number; to: number } | undefined;
  /** Columns that a curve is reduced to; of each up to four points stay. */
  buckets: number;
  /** With the time of each point. */
  times: boolean;
}

/** Requests that name more runs would make an address that servers refuse. */
export const mostNamedRuns = 300;

/** @param runIds only these of the owner's runs */
export function curvesUrl(request: CurvesRequest, runIds?: readonly string[]): string {
  const { owner, metrics, range, buckets, times } = request;
  const query = new URLSearchParams({ metrics: metrics.join(','), buckets: String(buckets) });
  if (range) {
    query.set('from', String(range.from));
    query.set('to', String(range.to));
  }
  if (times) query.set('times', '1');
  const named = runIds ?? ('runIds' in owner ? owner.runIds : undefined);
  if (named) query.set('runs', named.join(','));
  const path =
    'sweepId' in owner ? `/api/v1/sweeps/${encodeURIComponent(owner.sweepId)}/curves` : '/api/v1/curves';
  return `${path}?${query}`;
}

/** Under which all curves are kept. */
export const curvesArea = 'curves';

/** Under which an answer is kept: by what it was asked for, whole or in part. */
export function curvesKey(request: CurvesRequest): readonly [string, CurvesRequest] {
  return [curvesArea, request];
}

/**
 * @param options.runIds only these of the owner's runs
 * @throws ApiError
 */
export function fetchCurves(
  request: CurvesRequest,
  { runIds, signal }: { runIds?: readonly string[]; signal?: AbortSignal } = {},
): Promise<CurvesResponse> {
  const named = runIds && runIds.length > mostNamedRuns ? undefined : runIds;
  return fetchJson(curvesUrl(request, named), curvesAnswerSchema, signal ? { signal } : {});
}

/** The curves with those of some runs renewed; the other runs keep their identity, so that what is drawn of them stays. */
export function withRenewedRuns(curves: CurvesResponse, renewed: CurvesResponse): CurvesResponse {
  const byId = new Map(renewed.runs.map((run) => [run.runId, run]));
  const known = new Set(curves.runs.map(({ runId }) => runId));
  return {
    runs: [
      ...curves.runs.map((run) => byId.get(run.runId) ?? run),
      ...renewed.runs.filter(({ runId }) => !known.has(runId)),
    ],
  };
}

type RunCurves = CurvesResponse['runs'][number];

const indexes = new WeakMap<CurvesResponse, Map<string, RunCurves>>();

/** A run's part of the answer; undefined where it has none. */
export function runCurvesOf(curves: CurvesResponse, runId: string): RunCurves | undefined {
  let index = indexes.get(curves);
  if (!index) {
    index = new Map(curves.runs.map((run) => [run.runId, run]));
    indexes.set(curves, index);
  }
  return index.get(runId);
}

/** One curve of the answer; undefined where the run has no point of the metric. */
export function curvesOf(curves: CurvesResponse, runId: string, metric: string): Curve | undefined {
  return runCurvesOf(curves, runId)?.curves.find((curve) => curve.metric === metric);
}
