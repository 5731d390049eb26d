/**
 * A text that fits a width: shortened in its middle, where names of variants differ least.
 *
 * @param measure width of a text in px
 */
export function fitText(text: string, width: number, measure: (text: string) => number): string {
  if (measure(text) <= width) return text;
  const characters = Array.from(text);
  let low = 0;
  let high = characters.length - 1;
  while (low < high) {
    const kept = Math.ceil((low + high) / 2);
    if (measure(shortened(characters, kept)) <= width) low = kept;
    else high = kept - 1;
  }
  return shortened(characters, low);
}

function shortened(characters: readonly string[], kept: number): string {
  const head = Math.ceil(kept / 2);
  const tail = kept - head;
  return `${characters.slice(0, head).join('').trimEnd()}…${characters
    .slice(characters.length - tail, characters.length)
    .join('')
    .trimStart()}`;
}
