import { fileName, saveBlob, saveText } from './saveFile';

const svgNamespace = 'http://www.w3.org/2000/svg';
const pngPixelRatio = 2;
/** A picture alone has none of the page's colours: those that its paint falls back to are made for white. */
const paper = '#ffffff';

/**
 * Saves the pictures of a place as one file that stands alone, beside each other as they are there: SVG as it is drawn, or PNG
 * on white, twice as fine as the screen. Nothing where there is no picture yet.
 *
 * @throws Error where the browser cannot read its own SVG or gives no canvas
 */
export async function saveFigure(kind: 'png' | 'svg', title: string, place: HTMLElement): Promise<void> {
  const picture = standingAlone([...place.querySelectorAll<SVGSVGElement>('svg')]);
  if (!picture) return;
  const { width, height } = picture;
  const text = new XMLSerializer().serializeToString(picture.element);
  if (kind === 'svg') saveText(text, fileName(title, 'svg'), 'image/svg+xml');
  else saveBlob(await rasterized(text, width, height), fileName(title, 'png'));
}

interface Standing {
  element: SVGElement;
  width: number;
  height: number;
}

/** One picture with all of them where they stand on the page. */
function standingAlone(pictures: readonly SVGSVGElement[]): Standing | undefined {
  if (pictures.length === 0) return undefined;
  const boxes = pictures.map((picture) => ({ picture, box: picture.getBoundingClientRect() }));
  const left = Math.min(...boxes.map(({ box }) => box.left));
  const top = Math.min(...boxes.map(({ box }) => box.top));
  const width = Math.ceil(Math.max(...boxes.map(({ box }) => box.right)) - left);
  const height = Math.ceil(Math.max(...boxes.map(({ box }) => box.bottom)) - top);
  const element = document.createElementNS(svgNamespace, 'svg');
  const size = { viewBox: `0 0 ${width} ${height}`, width, height };
  for (const [name, value] of Object.entries(size)) element.setAttribute(name, String(value));
  for (const { picture, box } of boxes) {
    const copy = document.importNode(picture, true);
    copy.setAttribute('x', String(Math.round(box.left - left)));
    copy.setAttribute('y', String(Math.round(box.top - top)));
    element.append(copy);
  }
  return { element, width, height };
}

async function rasterized(svg: string, width: number, height: number): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml;charset=utf-8' }));
  try {
    const image = new Image(width, height);
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = width * pngPixelRatio;
    canvas.height = height * pngPixelRatio;
    const context = canvas.getContext('2d');
    if (!context) throw new Error(`saveFigure: no canvas of ${canvas.width} × ${canvas.height} pixels`);
    context.fillStyle = paper;
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (!blob)
      throw new Error(`saveFigure: ${canvas.width} × ${canvas.height} pixels are too many for a PNG`);
    return blob;
  } finally {
    URL.revokeObjectURL(address);
  }
}
