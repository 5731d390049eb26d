'use client';
import { usePathname, useSearchParams } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { TabLinks } from '../../components/ui/TabLinks';
import { sweepViewKeys, sweepViewPath, sweepViews } from '../../shell/sweepViews';
import { useSweep } from './SweepProvider';

/** What is selected stays selected from view to view: the links carry the address's query. */
export function SweepTabs() {
  const words = useTranslations('sweep.tabs');
  const { id } = useSweep().detail.sweep;
  const pathname = usePathname();
  const query = useSearchParams().toString();
  return (
    <TabLinks
      label={words('label')}
      links={sweepViews.map((view) => {
        const path = sweepViewPath(id, view);
        return {
          href: query === '' ? path : `${path}?${query}`,
          text: words(sweepViewKeys[view]),
          isCurrent: pathname === path,
        };
      })}
    />
  );
}
