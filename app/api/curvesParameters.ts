const defaultBuckets = 400;

/** The query of the two curves routes. */
export function curvesParameters(url: URL): { metrics: string[]; buckets: number } {
  const metrics = url.searchParams.get('metrics') ?? '';
  return {
    metrics: metrics.split(',').filter((metric) => metric !== ''),
    buckets: Number(url.searchParams.get('buckets') ?? defaultBuckets),
  };
}
