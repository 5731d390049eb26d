import type { Metadata } from 'next';
import { listWorkers } from '@/lib/server/workers';
import { Problem } from '../components/Problem';
import { loadPage } from '../load';
import { WorkerList } from './WorkerList';

export const metadata: Metadata = { title: 'Workers' };

export default async function WorkersPage() {
  const loaded = await loadPage(listWorkers);
  return loaded.ok ? <WorkerList initial={loaded.value} /> : <Problem message={loaded.message} />;
}
