import { Context } from 'svgcanvas';

const anchors: Record<CanvasTextAlign, string> = {
  left: 'start',
  start: 'start',
  center: 'middle',
  right: 'end',
  end: 'end',
};
/** How far below a text's line its baseline is, in ems: dominant-baseline is not read by every program. */
const baselines: Record<CanvasTextBaseline, number> = {
  alphabetic: 0,
  bottom: -0.2,
  ideographic: -0.2,
  middle: 0.34,
  hanging: 0.75,
  top: 0.8,
};

/**
 * svgcanvas' context, writing texts anew: the library reads a font by way of a style attribute, which this page's
 * content security policy forbids.
 */
export class SvgContext extends Context {
  getContext(): this {
    return this;
  }

  override fillText(text: string, x: number, y: number): void {
    const [, weight = 'normal', size = '10', family = 'sans-serif'] =
      /^(?:normal |italic |oblique )?(bold|normal|\d{3})?\s*([\d.]+)px(?:\/\S+)? (.+)$/.exec(this.font) ?? [];
    const parent = this.__closestGroupOrSvg();
    const element = this.__createElement(
      'text',
      {
        'font-family': family,
        'font-size': `${size}px`,
        'font-weight': weight,
        'text-anchor': anchors[this.textAlign],
        x,
        y: y + baselines[this.textBaseline] * Number(size),
      },
      true,
    );
    element.textContent = text;
    this.__currentElement = element;
    this.__applyTransformation(element);
    this.__applyStyleToCurrentElement('fill');
    parent.append(element);
  }
}
