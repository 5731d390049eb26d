/** A value kept outside React, so that changing it redraws those who listen and nothing else. */
export interface Cell<T> {
  get(): T;
  set(value: T): void;
  subscribe(listener: () => void): () => void;
}

export function createCell<T>(first: T): Cell<T> {
  let current = first;
  const listeners = new Set<() => void>();
  return {
    get: () => current,
    set(value) {
      if (value === current) return;
      current = value;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The x at which every chart of a page is read; undefined while nothing is pointed at. */
export interface Crosshair extends Cell<number | undefined> {
  /** Where it stood last: what a menu zooms in on, when the pointer has left the chart to open it. */
  last(): number | undefined;
}

export function createCrosshair(): Crosshair {
  const cell = createCell<number | undefined>(undefined);
  let last: number | undefined;
  return {
    ...cell,
    set(x) {
      last = x ?? last;
      cell.set(x);
    },
    last: () => last,
  };
}
