import { listSweeps } from '@/lib/server/sweeps';
import { Problem } from './components/Problem';
import { loadPage } from './load';
import { SweepList } from './sweeps/SweepList';

export default async function SweepsPage() {
  const loaded = await loadPage(listSweeps);
  return loaded.ok ? <SweepList initial={loaded.value} /> : <Problem message={loaded.message} />;
}
