import type { Metadata } from 'next';
import { listCorpora } from '@/lib/server/corpora';
import { getSweep } from '@/lib/server/sweeps';
import { Problem } from '../../components/Problem';
import { requestWords } from '../../i18n/request';
import { loadPage } from '../../load';
import { type FormState, formOf } from './formState';
import { readPresets } from './presets';
import { SweepForm } from './SweepForm';

export async function generateMetadata(): Promise<Metadata> {
  const words = await requestWords('newSweep');
  return { title: words('title') };
}

/** ?from=ID begins with a copy of that sweep. */
export default async function NewSweepPage({
  searchParams,
}: {
  searchParams: Promise<{ from?: string | string[] }>;
}) {
  const { from } = await searchParams;
  const loaded = await loadPage(() => ({
    corpora: listCorpora(),
    presets: readPresets(),
    ...(typeof from === 'string' ? { copied: copyOf(from) } : {}),
  }));
  return loaded.ok ? <SweepForm {...loaded.value} /> : <Problem message={loaded.message} />;
}

/** @throws HeldoutError not_found */
function copyOf(id: string): FormState {
  const { spec } = getSweep(id);
  return formOf({ ...spec, name: `${spec.name} (copy)`.slice(0, 120) });
}
