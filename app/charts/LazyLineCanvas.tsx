'use client';
import { useSyncExternalStore } from 'react';
import styles from './charts.module.css';
import type { LineCanvas, LineCanvasProps } from './LineCanvas';

// chart.js and its plugins need a window, and the page is there before they are. They are fetched as soon as the page's
// script runs, beside its data; without Suspense, which React holds back for 300 ms where one has just shown a fallback.
let canvas: typeof LineCanvas | undefined;
const listeners = new Set<() => void>();

if (typeof window !== 'undefined') {
  void import('./LineCanvas').then((module) => {
    canvas = module.LineCanvas;
    for (const listener of listeners) listener();
  });
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** A LineCanvas, or its place until chart.js has come. */
export function LazyLineCanvas(props: LineCanvasProps) {
  const Canvas = useSyncExternalStore(
    subscribe,
    () => canvas,
    () => undefined,
  );
  return Canvas ? <Canvas {...props} /> : <div className={styles['plot']} />;
}
