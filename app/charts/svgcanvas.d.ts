declare module 'svgcanvas' {
  interface SvgCanvasOptions {
    width: number;
    height: number;
  }

  /** A 2D context that writes SVG; the parts beside the standard that app/charts/svgContext.ts needs. */
  interface SvgCanvasContext extends CanvasRenderingContext2D {
    getSerializedSvg(fixNamedEntities?: boolean): string;
    __createElement(
      name: string,
      attributes: Record<string, string | number>,
      resetFill: boolean,
    ): SVGElement;
    __closestGroupOrSvg(): SVGElement;
    __applyTransformation(element: SVGElement): void;
    __applyStyleToCurrentElement(kind: 'fill' | 'stroke'): void;
    __currentElement: SVGElement;
  }

  export const Context: new (options: SvgCanvasOptions) => SvgCanvasContext;
}
