import type { Metadata } from 'next';
import { listWorkers } from '@/lib/server/workers';
import { Problem } from '../components/Problem';
import { requestWords } from '../i18n/request';
import { loadPage } from '../load';
import { WorkerList } from './WorkerList';

export async function generateMetadata(): Promise<Metadata> {
  const words = await requestWords('workers');
  return { title: words('title') };
}

export default async function WorkersPage() {
  const loaded = await loadPage(listWorkers);
  return loaded.ok ? <WorkerList initial={loaded.value} /> : <Problem message={loaded.message} />;
}
