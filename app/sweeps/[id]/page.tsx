import type { Metadata } from 'next';
import { getCurves } from '@/lib/server/curves';
import { getSweep } from '@/lib/server/sweeps';
import { Problem } from '../../components/Problem';
import { loadPage } from '../../load';
import { SweepView } from './SweepView';
import { sweepMetrics } from './sweepSeries';

export const metadata: Metadata = { title: 'Sweep' };

export default async function SweepPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const loaded = await loadPage(() => ({
    detail: getSweep(id),
    curves: getCurves({ sweepId: id, metrics: [...sweepMetrics], buckets: 400 }),
  }));
  if (!loaded.ok) return <Problem message={loaded.message} />;
  return <SweepView initial={loaded.value.detail} initialCurves={loaded.value.curves} />;
}
