'use client';
import { usePathname, useSearchParams } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { TabLinks } from '../../components/ui/TabLinks';
import { useRun } from './RunProvider';

/** In the order in which one reads a run: how it went first. */
const runViews = ['overview', 'translations', 'attention', 'resources', 'model', 'log'] as const;
type RunView = (typeof runViews)[number];

/** The address of a view: the overview is the run's own. */
export function runPath(id: string, view: RunView): string {
  return view === 'overview' ? `/runs/${id}` : `/runs/${id}/${view}`;
}

/** What is selected stays selected from view to view: the links carry the address's query. */
export function RunTabs() {
  const words = useTranslations('run.tabs');
  const { id } = useRun().detail.run;
  const pathname = usePathname();
  const query = useSearchParams().toString();
  return (
    <TabLinks
      label={words('label')}
      links={runViews.map((view) => {
        const path = runPath(id, view);
        return {
          href: query === '' ? path : `${path}?${query}`,
          text: words(view),
          isCurrent: pathname === path,
        };
      })}
    />
  );
}
