import { useQuery } from '@tanstack/react-query';
import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { sweepDetailSchema, sweepListSchema } from '@/lib/domain/api';
import { fetchJson } from '../client/api';
import { useNames } from '../format/useFormats';
import { languageNames, languages } from '../i18n/locales';
import { usePreferences } from './Preferences';
import { places } from './places';
import { useShortcutList } from './Shortcuts';
import { sweepIdOf, sweepViewKeys, sweepViewPath, sweepViews } from './sweepViews';
import { themes } from './themes';

export interface Command {
  /** Unlike any other's. */
  value: string;
  label: string;
  /** Told apart by, and found by, beside the label. */
  hint?: string | undefined;
  keys?: string | undefined;
  /** The label is data, not a sentence of the interface. */
  isData?: boolean;
  run: () => void;
}

export interface CommandGroup {
  value: string;
  items: Command[];
}

interface Commands {
  groups: CommandGroup[];
  /** More may come. */
  isLoading: boolean;
}

/** Everything that can be reached from here; sweeps and runs are fetched while the palette is open. */
export function useCommands(isOpen: boolean, showShortcuts: () => void): Commands {
  const words = useTranslations('shell');
  const { push } = useRouter();
  const ofSweep = useSweepCommands(isOpen, push);
  const sweeps = useQuery({
    queryKey: ['sweeps'],
    queryFn: ({ signal }) => fetchJson('/api/v1/sweeps', sweepListSchema, { signal }),
    enabled: isOpen,
  });
  const groups: CommandGroup[] = [
    { value: words('palette.views'), items: ofSweep.views },
    {
      value: words('palette.pages'),
      items: places.map(({ href, key, keys }) => ({
        value: `page ${href}`,
        label: words(key),
        keys,
        run: () => push(href),
      })),
    },
    { value: words('palette.actions'), items: useActions(showShortcuts) },
    {
      value: words('sweeps'),
      items: (sweeps.data?.sweeps ?? []).map((sweep) => ({
        value: `sweep ${sweep.id}`,
        label: sweep.name,
        hint: [sweep.corpusSlug, ...sweep.tags].join(' · '),
        isData: true,
        run: () => push(sweepViewPath(sweep.id, '')),
      })),
    },
    { value: words('palette.runs'), items: ofSweep.runs },
  ];
  return {
    groups: groups.filter(({ items }) => items.length > 0),
    isLoading: sweeps.isLoading || ofSweep.isLoading,
  };
}

/** Of the sweep whose page this is: its views, and its runs by what was varied. */
function useSweepCommands(isOpen: boolean, push: (href: string) => void) {
  const words = useTranslations('shell');
  const viewWords = useTranslations('sweep.tabs');
  const names = useNames();
  const id = sweepIdOf(usePathname());
  const query = useSearchParams().toString();
  const detail = useQuery({
    queryKey: ['palette', 'sweep', id],
    queryFn: ({ signal }) => fetchJson(`/api/v1/sweeps/${id}`, sweepDetailSchema, { signal }),
    enabled: isOpen && id !== undefined,
  });
  const views: Command[] = (id === undefined ? [] : sweepViews).map((view, place) => {
    const path = sweepViewPath(id ?? '', view);
    return {
      value: `view ${view}`,
      label: viewWords(sweepViewKeys[view]),
      keys: String(place + 1),
      run: () => push(query === '' ? path : `${path}?${query}`),
    };
  });
  const runs: Command[] = (detail.data?.runs ?? []).map((run) => ({
    value: `run ${run.id}`,
    label: names.variant(run.levels),
    hint: words('palette.seed', { seed: String(run.seed) }),
    isData: true,
    run: () => push(`/runs/${run.id}`),
  }));
  return { views, runs, isLoading: detail.isLoading };
}

/** What changes something, and what the page itself has registered. */
function useActions(showShortcuts: () => void): Command[] {
  const words = useTranslations('shell');
  const { setTheme, setLanguage, theme, language } = usePreferences();
  const isGlobal = (keys: string) => keys.startsWith('g ') || /^([1-7]|\?|mod\+k)$/.test(keys);
  const ofPage = useShortcutList().filter(({ keys }) => !isGlobal(keys));
  return [
    ...ofPage.map(({ keys, description, run }) => ({ value: `key ${keys}`, label: description, keys, run })),
    ...themes
      .filter((each) => each !== theme)
      .map((each) => ({
        value: `theme ${each}`,
        label: words('palette.setTheme', { theme: words(`themes.${each}`) }),
        run: () => setTheme(each),
      })),
    ...languages
      .filter((each) => each !== language)
      .map((each) => ({
        value: `language ${each}`,
        label: words('palette.setLanguage', { language: languageNames[each] }),
        run: () => setLanguage(each),
      })),
    { value: 'shortcuts', label: words('shortcuts.title'), keys: '?', run: showShortcuts },
  ];
}
