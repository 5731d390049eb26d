'use client';
import { useMemo, useSyncExternalStore } from 'react';
import { hueCount, scaleHueCount } from './palette';

export interface ChartTheme {
  page: string;
  ink: string;
  inkSoft: string;
  grid: string;
  line: string;
  accent: string;
  accentWash: string;
  font: string;
  /** Categories, then the steps of a scale: by VariantLook.hue. */
  hues: string[];
  /** Low, middle, high of a heat map. */
  heat: [string, string, string];
}

const query = '(prefers-color-scheme: dark)';

function subscribe(listener: () => void): () => void {
  const media = window.matchMedia(query);
  media.addEventListener('change', listener);
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  return () => {
    media.removeEventListener('change', listener);
    observer.disconnect();
  };
}

function currentScheme(): string {
  const chosen = document.documentElement.dataset['theme'];
  return chosen ?? (window.matchMedia(query).matches ? 'dark' : 'light');
}

/** The colours of styles/tokens.css as the canvas needs them; undefined on the server, where nothing is drawn. */
export function useChartTheme(): ChartTheme | undefined {
  const scheme = useSyncExternalStore(subscribe, currentScheme, () => undefined);
  return useMemo(() => (scheme === undefined ? undefined : readTheme(scheme)), [scheme]);
}

let read: { scheme: string; theme: ChartTheme } | undefined;

/** Read once a scheme, however many charts a page has: each look at a computed colour costs a style pass. */
function readTheme(scheme: string): ChartTheme {
  if (read?.scheme === scheme) return read.theme;
  // A token is written light-dark(…, …): only as the colour of an element does the browser say which of the two holds.
  const probe = document.createElement('span');
  document.body.append(probe);
  const colour = (name: string) => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const theme: ChartTheme = {
    page: colour('--page'),
    ink: colour('--ink'),
    inkSoft: colour('--ink-soft'),
    grid: colour('--grid'),
    line: colour('--line-strong'),
    accent: colour('--accent'),
    accentWash: colour('--accent-wash'),
    font: getComputedStyle(document.documentElement).getPropertyValue('--sans').replace(/\s+/g, ' ').trim(),
    hues: Array.from({ length: hueCount + scaleHueCount }, (_, index) => colour(`--hue-${index}`)),
    heat: [colour('--heat-low'), colour('--heat-middle'), colour('--heat-high')],
  };
  probe.remove();
  read = { scheme, theme };
  return theme;
}

/** A colour of the theme, see-through. @param colour as getComputedStyle writes it: rgb(1, 2, 3) */
export function withAlpha(colour: string, alpha: number): string {
  const [red = 0, green = 0, blue = 0] = channelsOf(colour);
  return `rgba(${red}, ${green}, ${blue}, ${alpha})`;
}

/** Red, green and blue of 0 to 255. */
export function channelsOf(colour: string): number[] {
  return (colour.match(/\d+(\.\d+)?/g) ?? []).slice(0, 3).map(Number);
}
