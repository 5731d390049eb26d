'use client';
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { areCharacterKeysOn, onCharacterKeys } from './characterKeys';
import { isCharacterKey, type Shortcut, ShortcutMatcher } from './shortcutMatcher';

interface ShortcutRegistry {
  /** All that work on this page now, in the order of their registration. */
  shortcuts: readonly Shortcut[];
  register: (shortcut: Shortcut) => () => void;
}

const ShortcutContext = createContext<ShortcutRegistry | undefined>(undefined);

/** Listens for the shortcuts that what is inside registers. */
export function Shortcuts({ children }: { children: ReactNode }) {
  const [shortcuts, setShortcuts] = useState<readonly Shortcut[]>([]);
  const current = useRef(shortcuts);
  current.current = shortcuts;
  const charactersOn = useCharacterKeys();

  useEffect(() => {
    const matcher = new ShortcutMatcher();
    const listen = (event: KeyboardEvent) => {
      // During the composition of Chinese characters keys are its letters.
      if (event.defaultPrevented || event.isComposing) return;
      const usable = current.current.filter((shortcut) =>
        isCharacterKey(shortcut) ? charactersOn && !takesKeys(event.target) : true,
      );
      const found = matcher.press(event, usable, event.timeStamp);
      if (!found) return;
      event.preventDefault();
      found.run();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [charactersOn]);

  const registry = useMemo<ShortcutRegistry>(
    () => ({
      shortcuts,
      register(shortcut) {
        setShortcuts((others) => [...others, shortcut]);
        return () => setShortcuts((others) => others.filter((other) => other !== shortcut));
      },
    }),
    [shortcuts],
  );
  return <ShortcutContext.Provider value={registry}>{children}</ShortcutContext.Provider>;
}

/**
 * While this component is mounted, `keys` (see Shortcut) run `run`, except where they are being typed. `description`
 * stands in the list of shortcuts and in the command palette.
 */
export function useShortcut(keys: string, description: string, run: () => void): void {
  const register = useContext(ShortcutContext)?.register;
  const newest = useRef(run);
  newest.current = run;
  const stable = useRef(register);
  stable.current = register;
  useEffect(() => stable.current?.({ keys, description, run: () => newest.current() }), [keys, description]);
}

/** What works on this page now. */
export function useShortcutList(): readonly Shortcut[] {
  return useContext(ShortcutContext)?.shortcuts ?? [];
}

/** Whether shortcuts that are a character alone are on, in this browser. */
export function useCharacterKeys(): boolean {
  return useSyncExternalStore(onCharacterKeys, areCharacterKeysOn, () => true);
}

/** Fields take characters; menus, lists and grids find by them or move with them; a dialog is about something else. */
const takers = [
  'input:not([type=checkbox], [type=radio], [type=button], [type=submit], [type=range])',
  'textarea',
  'select',
  '[contenteditable]:not([contenteditable=false])',
  '[role=menu]',
  '[role=listbox]',
  '[role=tree]',
  '[role=combobox]',
  '[role=dialog]',
  '[role=alertdialog]',
  'dialog',
].join(',');

function takesKeys(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(takers) !== null;
}
