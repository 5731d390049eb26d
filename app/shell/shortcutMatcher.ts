/** A key, or several one after the other: "?", "g s", "1", "mod+k" (⌘ on a Mac, Ctrl elsewhere). */
export interface Shortcut {
  keys: string;
  /** What it does, for the list. */
  description: string;
  run: () => void;
}

interface KeyPress {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

/** Keys of a sequence that come later than this after one another are not one. */
const sequenceMs = 1200;

/** Finds the shortcut that a key press completes; remembers the keys of a sequence that has begun. */
export class ShortcutMatcher {
  #pressed: string[] = [];
  #lastAtMs = Number.NEGATIVE_INFINITY;

  /** @param nowMs of any clock that does not go back */
  press(press: KeyPress, shortcuts: readonly Shortcut[], nowMs: number): Shortcut | undefined {
    const key = nameOf(press);
    if (key === undefined) return undefined;
    if (nowMs - this.#lastAtMs > sequenceMs) this.#pressed = [];
    this.#lastAtMs = nowMs;
    this.#pressed.push(key);
    const typed = this.#pressed.join(' ');
    // The newest first: a page's own shortcut stands before one of the whole dashboard.
    const found =
      shortcuts.findLast(({ keys }) => keys === typed) ?? shortcuts.findLast(({ keys }) => keys === key);
    const isBegun = shortcuts.some(({ keys }) => keys.startsWith(`${typed} `));
    if (found && !isBegun) {
      this.#pressed = [];
      return found;
    }
    if (!isBegun) this.#pressed = shortcuts.some(({ keys }) => keys.startsWith(`${key} `)) ? [key] : [];
    return undefined;
  }
}

/** undefined for a modifier alone, and for combinations that belong to the browser. */
function nameOf({ key, ctrlKey, metaKey, altKey }: KeyPress): string | undefined {
  if (['Control', 'Meta', 'Alt', 'Shift', 'CapsLock'].includes(key)) return undefined;
  if (altKey) return undefined;
  const name = key.length === 1 ? key.toLowerCase() : key;
  return ctrlKey || metaKey ? `mod+${name}` : name;
}

/** Whether a shortcut is a character alone, which WCAG 2.1.4 wants to be able to turn off. */
export function isCharacterKey({ keys }: Pick<Shortcut, 'keys'>): boolean {
  return !keys.includes('+');
}
