import type { Attention, TranslateResponse } from '@/lib/domain/translate';

export const attentionKinds = ['cross', 'encoderSelf', 'decoderSelf'] as const;
export type AttentionKind = (typeof attentionKinds)[number];

/** A row a query, a column a key. */
export type Weights = readonly (readonly number[])[];

/** The mean over heads of one layer, element by element; each of its rows sums to 1 as those of the heads do. */
export function meanOverHeads(heads: readonly Weights[]): number[][] {
  const [first] = heads;
  if (!first) return [];
  return first.map((row, query) =>
    row.map((_, key) => heads.reduce((sum, head) => sum + (head[query]?.[key] ?? 0), 0) / heads.length),
  );
}

/** Tokens along the rows (queries) and columns (keys) of a kind of attention. */
export function tokensAlong(
  kind: AttentionKind,
  { sourceTokens, decoderTokens }: Pick<TranslateResponse, 'sourceTokens' | 'decoderTokens'>,
): { rows: readonly string[]; columns: readonly string[] } {
  switch (kind) {
    case 'cross':
      return { rows: decoderTokens, columns: sourceTokens };
    case 'encoderSelf':
      return { rows: sourceTokens, columns: sourceTokens };
    case 'decoderSelf':
      return { rows: decoderTokens, columns: decoderTokens };
  }
}

/** A map that can be looked at: one head, or the mean of a layer's heads. */
export interface HeadChoice {
  /** From 0. */
  layer: number;
  /** From 0; undefined: the mean over heads. */
  head: number | undefined;
}

/**
 * What an address asks for, where the model has it; else the last layer, and the mean of its heads.
 *
 * @param layer from 1
 * @param head from 1
 */
export function chosenHead(
  attention: Attention,
  kind: AttentionKind,
  { layer, head }: { layer: number | null; head: number | null },
): HeadChoice {
  const layers = attention[kind];
  const chosen = layer !== null && layers[layer - 1] ? layer - 1 : Math.max(0, layers.length - 1);
  const heads = layers[chosen] ?? [];
  if (heads.length === 1) return { layer: chosen, head: 0 };
  return { layer: chosen, head: head !== null && heads[head - 1] ? head - 1 : undefined };
}

/** The weights of a choice. */
export function weightsOf(attention: Attention, kind: AttentionKind, { layer, head }: HeadChoice): Weights {
  const heads = attention[kind][layer] ?? [];
  return head === undefined ? meanOverHeads(heads) : (heads[head] ?? []);
}
