'use client';
import { usePathname, useRouter } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { places } from './places';
import { useShortcut } from './Shortcuts';
import { sweepIdOf, sweepViewKeys, sweepViewPath, sweepViews } from './sweepViews';

interface GlobalShortcutsProps {
  onPalette: () => void;
  onShortcuts: () => void;
}

/** Those that work on every page, and those of a sweep's views, which belong to no single one of them. */
export function GlobalShortcuts({ onPalette, onShortcuts }: GlobalShortcutsProps) {
  const words = useTranslations('shell');
  const views = useTranslations('sweep.tabs');
  const { push } = useRouter();
  const sweepId = sweepIdOf(usePathname());
  useShortcut('mod+k', words('palette.label'), onPalette);
  useShortcut('?', words('shortcuts.title'), onShortcuts);
  useShortcut('/', words('shortcuts.search'), focusSearch);
  return (
    <>
      {places.map(({ href, key, keys }) => (
        <Registered
          key={href}
          keys={keys}
          description={words('shortcuts.goTo', { place: words(key) })}
          run={() => push(href)}
        />
      ))}
      {sweepId === undefined
        ? null
        : sweepViews.map((view, place) => (
            <Registered
              key={view}
              keys={String(place + 1)}
              description={words('shortcuts.view', { view: views(sweepViewKeys[view]) })}
              // What is selected stays selected from view to view.
              run={() => push(`${sweepViewPath(sweepId, view)}${window.location.search}`)}
            />
          ))}
    </>
  );
}

interface RegisteredProps {
  keys: string;
  description: string;
  run: () => void;
}

function Registered({ keys, description, run }: RegisteredProps) {
  useShortcut(keys, description, run);
  return null;
}

/** The first search field of the page that can be seen. */
function focusSearch(): void {
  const fields = document.querySelectorAll<HTMLInputElement>('main input[type=search]');
  [...fields].find((field) => field.offsetParent !== null)?.focus();
}
