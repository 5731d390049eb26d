import type { Level } from '@/lib/domain/config';

/** Hues of categories: --hue-0 … --hue-6 in styles/tokens.css (Okabe and Ito 2008). */
export const hueCount = 7;
/** After them come the hues of a scale, from low to high: --hue-7 … --hue-13. */
export const scaleHueCount = 7;

export const markers = ['none', 'circle', 'rect', 'triangle', 'rectRot', 'crossRot', 'star'] as const;
export type Marker = (typeof markers)[number];

export interface VariantLook {
  hue: number;
  /** Tells variants of one hue apart. */
  marker: Marker;
}

/** The look of a variant depends on its index alone, so hiding others or adding runs never recolours a curve. */
export function lookOf(variantIndex: number): VariantLook {
  return {
    hue: variantIndex % hueCount,
    marker: markers[Math.floor(variantIndex / hueCount) % markers.length] ?? 'none',
  };
}

/** What looksBy needs to know of a run. */
export interface ColouredRun {
  variantIndex: number;
  levels: Readonly<Record<string, Level>>;
}

export interface Looks {
  of(run: ColouredRun): VariantLook;
  /** The levels with their looks, in level order; empty where every variant has a look of its own. */
  legend: { level: Level; look: VariantLook }[];
}

/**
 * Looks of runs, coloured by one factor or, for 'variant' and for a key that the runs lack, by lookOf. Levels are
 * ordered as numbers where all are numbers, else as the design has them. Up to seven levels get distinct hues, more of
 * them hue and marker as variants do, and more than seven numbers the steps of a scale from low to high. Give all runs
 * of the sweep, not only the shown ones: then hiding some recolours nothing.
 */
export function looksBy(colour: string, runs: readonly ColouredRun[]): Looks {
  const levels = orderedLevels(colour, runs);
  if (colour === 'variant' || levels.length === 0)
    return { of: (run) => lookOf(run.variantIndex), legend: [] };
  const isScale = levels.length > hueCount && levels.every((level) => typeof level === 'number');
  const looks = new Map(
    levels.map((level, rank) => [level, isScale ? scaleLook(rank / (levels.length - 1)) : lookOf(rank)]),
  );
  return {
    of: (run) => {
      const level = run.levels[colour];
      return (level === undefined ? undefined : looks.get(level)) ?? { hue: hueCount - 1, marker: 'star' };
    },
    legend: [...looks].map(([level, look]) => ({ level, look })),
  };
}

/** The look of a place on a scale. @param share 0 (low) to 1 (high) */
export function scaleLook(share: number): VariantLook {
  const step = Math.round(Math.min(1, Math.max(0, share)) * (scaleHueCount - 1));
  return { hue: hueCount + step, marker: 'none' };
}

function orderedLevels(key: string, runs: readonly ColouredRun[]): Level[] {
  const inDesign = runs.toSorted((a, b) => a.variantIndex - b.variantIndex);
  const levels = [...new Set(inDesign.flatMap((run) => run.levels[key] ?? []))];
  return levels.every((level) => typeof level === 'number')
    ? levels.toSorted((a, b) => Number(a) - Number(b))
    : levels;
}

/** Dash for the split: train solid, test dashed, validation dotted. */
export type Dash = 'solid' | 'dashed' | 'dotted';

export function dashOf(metric: string): Dash {
  if (metric.startsWith('test/')) return 'dashed';
  return metric.startsWith('validation/') ? 'dotted' : 'solid';
}

/** Canvas and SVG dash patterns, in px. */
export const dashPatterns: Record<Dash, number[]> = { solid: [], dashed: [6, 4], dotted: [1.5, 3] };
