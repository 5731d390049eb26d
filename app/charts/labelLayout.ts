export interface LabelWish {
  text: string;
  /** Where the label would like to be, in px from the top. */
  y: number;
}

export interface PlacedLabel extends LabelWish {
  /** Where it is, so that no two overlap. */
  placedY: number;
}

/**
 * Places labels in one column between top and bottom, each at least lineHeight below the one before, as near as
 * possible to where they wish to be: one pass down, then one pass up from the lower edge.
 */
export function placeLabels(
  wishes: readonly LabelWish[],
  top: number,
  bottom: number,
  lineHeight: number,
): PlacedLabel[] {
  const placed = wishes.map((wish) => ({ ...wish, placedY: wish.y })).sort((a, b) => a.y - b.y);
  let floor = top;
  for (const label of placed) {
    label.placedY = Math.max(label.placedY, floor);
    floor = label.placedY + lineHeight;
  }
  let ceiling = bottom;
  for (const label of placed.toReversed()) {
    label.placedY = Math.min(label.placedY, ceiling);
    ceiling = label.placedY - lineHeight;
  }
  return placed;
}
