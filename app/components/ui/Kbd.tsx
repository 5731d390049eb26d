'use client';
import { useSyncExternalStore } from 'react';
import styles from './kbd.module.css';

const never = () => () => {};
const isApple = () => /Mac|iPhone|iPad/.test(navigator.userAgent);

/** Keys as they are printed: "mod+k" is ⌘ K on a Mac and Ctrl K elsewhere, "g s" is one after the other. */
export function Kbd({ keys }: { keys: string }) {
  const apple = useSyncExternalStore(never, isApple, () => false);
  return (
    <span className={styles['keys']} translate="no">
      {keys.split(/[ +]/).map((key, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a key may come twice
        <kbd key={place}>{key === 'mod' ? (apple ? '⌘' : 'Ctrl') : printed(key)}</kbd>
      ))}
    </span>
  );
}

function printed(key: string): string {
  if (key === 'Escape') return 'Esc';
  return key.length === 1 ? key.toUpperCase() : key;
}
