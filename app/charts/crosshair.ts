/** The x at which every chart of a page is read. Kept outside React, so that moving it redraws charts and nothing else. */
export interface Crosshair {
  /** undefined while nothing is pointed at. */
  get(): number | undefined;
  set(x: number | undefined): void;
  subscribe(listener: () => void): () => void;
}

export function createCrosshair(): Crosshair {
  let current: number | undefined;
  const listeners = new Set<() => void>();
  return {
    get: () => current,
    set(x) {
      if (x === current) return;
      current = x;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
