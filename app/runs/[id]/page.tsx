import type { Metadata } from 'next';
import { getCurves } from '@/lib/server/curves';
import { getLogs, getRun, getSamples } from '@/lib/server/runs';
import { Problem } from '../../components/Problem';
import { loadPage } from '../../load';
import { RunView } from './RunView';
import { runMetrics } from './runSeries';

export const metadata: Metadata = { title: 'Run' };

export default async function RunPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const loaded = await loadPage(() => ({
    detail: getRun(id),
    curves: getCurves({ runId: id, metrics: [...runMetrics], buckets: 400 }),
    samples: getSamples(id),
    logs: getLogs(id),
  }));
  return loaded.ok ? <RunView {...loaded.value} /> : <Problem message={loaded.message} />;
}
