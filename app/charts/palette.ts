/** Hues are --hue-0 … --hue-6 in styles/tokens.css. */
export const hueCount = 7;

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

/** Dash for the split: train solid, test dashed, validation dotted. */
export type Dash = 'solid' | 'dashed' | 'dotted';

export function dashOf(metric: string): Dash {
  if (metric.startsWith('test/')) return 'dashed';
  return metric.startsWith('validation/') ? 'dotted' : 'solid';
}

/** Canvas and SVG dash patterns, in px. */
export const dashPatterns: Record<Dash, number[]> = { solid: [], dashed: [6, 4], dotted: [1.5, 3] };
