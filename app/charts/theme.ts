'use client';
import { useMemo, useSyncExternalStore } from 'react';
import { hueCount } from './palette';

export interface ChartTheme {
  page: string;
  ink: string;
  inkSoft: string;
  grid: string;
  line: string;
  font: string;
  hues: string[];
}

const query = '(prefers-color-scheme: dark)';

function subscribe(listener: () => void): () => void {
  const media = window.matchMedia(query);
  media.addEventListener('change', listener);
  return () => media.removeEventListener('change', listener);
}

/** The colours of styles/tokens.css as the canvas needs them; undefined on the server, where nothing is drawn. */
export function useChartTheme(): ChartTheme | undefined {
  const scheme = useSyncExternalStore(
    subscribe,
    () => (window.matchMedia(query).matches ? 'dark' : 'light'),
    () => undefined,
  );
  return useMemo(() => (scheme === undefined ? undefined : readTheme()), [scheme]);
}

function readTheme(): ChartTheme {
  const root = getComputedStyle(document.documentElement);
  const token = (name: string) => root.getPropertyValue(name).trim();
  return {
    page: token('--page'),
    ink: token('--ink'),
    inkSoft: token('--ink-soft'),
    grid: token('--grid'),
    line: token('--line-strong'),
    font: token('--sans'),
    hues: Array.from({ length: hueCount }, (_, index) => token(`--hue-${index}`)),
  };
}
