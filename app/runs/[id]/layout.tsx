import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { getRun, getRunPlace } from '@/lib/server/runs';
import { Problem } from '../../components/Problem';
import { createFormats } from '../../format/formats';
import { createNames } from '../../format/names';
import { requestLocale, requestWords } from '../../i18n/request';
import { loadPage, titleOf } from '../../load';
import { RunHeader } from './RunHeader';
import { RunProvider } from './RunProvider';
import { RunTabs } from './RunTabs';

interface RunLayoutProps {
  params: Promise<{ id: string }>;
  children: ReactNode;
}

export async function generateMetadata({ params }: RunLayoutProps): Promise<Metadata> {
  const { id } = await params;
  const words = await requestWords('run');
  const names = createNames(createFormats(await requestLocale()));
  return titleOf(() => {
    const { levels, seed } = getRun(id).run;
    return words('name', { variant: names.shortVariant(levels), seed });
  });
}

/** What every view of a run shares: its row, kept live while one goes from view to view, its header and the views. */
export default async function RunLayout({ params, children }: RunLayoutProps) {
  const { id } = await params;
  const loaded = await loadPage(() => ({ detail: getRun(id), place: getRunPlace(id) }));
  if (!loaded.ok) return <Problem message={loaded.message} />;
  const { detail, place } = loaded.value;
  return (
    <RunProvider initial={detail} place={place}>
      <RunHeader />
      <RunTabs />
      {children}
    </RunProvider>
  );
}
