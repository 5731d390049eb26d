import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { getSweep, getSweepName } from '@/lib/server/sweeps';
import { Problem } from '../../components/Problem';
import { loadPage, titleOf } from '../../load';
import { SweepHeader } from './SweepHeader';
import { SweepProvider } from './SweepProvider';
import { SweepTabs } from './SweepTabs';

interface SweepLayoutProps {
  params: Promise<{ id: string }>;
  children: ReactNode;
}

export async function generateMetadata({ params }: SweepLayoutProps): Promise<Metadata> {
  const { id } = await params;
  return titleOf(() => getSweepName(id));
}

/** What every view of a sweep shares: its rows, kept live while one goes from view to view, its header and the way to the views. */
export default async function SweepLayout({ params, children }: SweepLayoutProps) {
  const { id } = await params;
  const loaded = await loadPage(() => getSweep(id));
  if (!loaded.ok) return <Problem message={loaded.message} />;
  return (
    <SweepProvider initial={loaded.value}>
      <SweepHeader />
      <SweepTabs />
      {children}
    </SweepProvider>
  );
}
