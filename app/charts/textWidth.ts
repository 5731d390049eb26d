let context: CanvasRenderingContext2D | null | undefined;

/** How wide a text is, in px, before there is a canvas to draw it on. @param font as CSS writes it: 12px sans-serif */
export function textWidth(text: string, font: string): number {
  context ??= document.createElement('canvas').getContext('2d');
  if (!context) return 0;
  context.font = font;
  return context.measureText(text).width;
}
