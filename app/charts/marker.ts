import type { Marker } from './palette';

/** Draws the marker of a line at a place; 'none' is a dot. Shapes as components/Swatch has them. */
export function drawMarker(
  context: CanvasRenderingContext2D,
  marker: Marker,
  x: number,
  y: number,
  radius: number,
): void {
  context.beginPath();
  switch (marker) {
    case 'none':
    case 'circle':
      context.arc(x, y, radius, 0, 2 * Math.PI);
      break;
    case 'rect':
      polygon(context, x, y, [-0.85, -0.85, 0.85, -0.85, 0.85, 0.85, -0.85, 0.85], radius);
      break;
    case 'triangle':
      polygon(context, x, y, [0, -1.1, 1.1, 0.9, -1.1, 0.9], radius);
      break;
    case 'rectRot':
      polygon(context, x, y, [0, -1.2, 1.2, 0, 0, 1.2, -1.2, 0], radius);
      break;
    case 'crossRot':
      strokes(context, x, y, [-0.85, -0.85, 0.85, 0.85, 0.85, -0.85, -0.85, 0.85], radius);
      return;
    case 'star':
      strokes(context, x, y, [0, -1.2, 0, 1.2, -1.05, -0.6, 1.05, 0.6, 1.05, -0.6, -1.05, 0.6], radius);
      return;
  }
  context.fill();
}

/** Draws the mark of a point that no line joins: where a line would have no marker, a dot; its circle is a ring. */
export function drawPointMark(context: CanvasRenderingContext2D, marker: Marker, x: number, y: number): void {
  if (marker !== 'circle') {
    drawMarker(context, marker, x, y, 4);
    return;
  }
  context.beginPath();
  context.arc(x, y, 4, 0, 2 * Math.PI);
  context.lineWidth = 2;
  context.stroke();
}

function polygon(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  corners: readonly number[],
  radius: number,
): void {
  for (let corner = 0; corner < corners.length; corner += 2) {
    const place = [x + (corners[corner] ?? 0) * radius, y + (corners[corner + 1] ?? 0) * radius] as const;
    if (corner === 0) context.moveTo(...place);
    else context.lineTo(...place);
  }
  context.closePath();
}

/** @param ends x and y of the two ends of each stroke */
function strokes(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  ends: readonly number[],
  radius: number,
): void {
  for (let end = 0; end < ends.length; end += 4) {
    context.moveTo(x + (ends[end] ?? 0) * radius, y + (ends[end + 1] ?? 0) * radius);
    context.lineTo(x + (ends[end + 2] ?? 0) * radius, y + (ends[end + 3] ?? 0) * radius);
  }
  context.lineWidth = 1.5;
  context.stroke();
}
