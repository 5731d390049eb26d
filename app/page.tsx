import type { Metadata } from 'next';
import { listSweeps } from '@/lib/server/sweeps';
import { Problem } from './components/Problem';
import { requestWords } from './i18n/request';
import { loadPage } from './load';
import { SweepList } from './sweeps/SweepList';

export async function generateMetadata(): Promise<Metadata> {
  const words = await requestWords('sweeps');
  // The layout's template is for the pages below this one.
  return { title: `${words('title')} · Heldout` };
}

export default async function SweepsPage() {
  const loaded = await loadPage(listSweeps);
  return loaded.ok ? <SweepList initial={loaded.value} /> : <Problem message={loaded.message} />;
}
