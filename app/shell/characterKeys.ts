/** Kept in this browser: who speaks to the computer, or brushes keys, turns single keys off (WCAG 2.2, 2.1.4). */
const storageKey = 'heldout.characterKeys';
const changed = 'heldout:characterKeys';

export function areCharacterKeysOn(): boolean {
  try {
    return localStorage.getItem(storageKey) !== 'off';
  } catch {
    // Storage is blocked: what cannot be kept is as it was made.
    return true;
  }
}

export function setCharacterKeys(on: boolean): void {
  try {
    localStorage.setItem(storageKey, on ? 'on' : 'off');
  } catch {
    return;
  }
  window.dispatchEvent(new Event(changed));
}

/** Calls back when it is changed, here or in another tab. */
export function onCharacterKeys(listener: () => void): () => void {
  window.addEventListener(changed, listener);
  window.addEventListener('storage', listener);
  return () => {
    window.removeEventListener(changed, listener);
    window.removeEventListener('storage', listener);
  };
}
