import type { Metadata } from 'next';
import { listCorpora } from '@/lib/server/corpora';
import { Problem } from '../../components/Problem';
import { loadPage } from '../../load';
import { readPresets } from './presets';
import { SweepForm } from './SweepForm';

export const metadata: Metadata = { title: 'New sweep' };

export default async function NewSweepPage() {
  const loaded = await loadPage(() => ({ corpora: listCorpora(), presets: readPresets() }));
  return loaded.ok ? <SweepForm {...loaded.value} /> : <Problem message={loaded.message} />;
}
