// What Python's str.split and str.isspace call whitespace (Unicode White_Space plus the separators U+001C–U+001F).
// JavaScript's \s differs: it adds U+FEFF and lacks U+001C–U+001F and U+0085, which would change token counts.
const whitespaceClass =
  '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
const whitespaceRuns = new RegExp(`[${whitespaceClass}]+`, 'u');
const leadingWhitespace = new RegExp(`^[${whitespaceClass}]+`, 'u');
const trailingWhitespace = new RegExp(`[${whitespaceClass}]+$`, 'u');

/** Python's `text.split()`: the pieces between runs of whitespace, none of them empty. */
export function splitOnWhitespace(text: string): string[] {
  return text.split(whitespaceRuns).filter((piece) => piece !== '');
}

/** Python's `text.lstrip()`. */
export function stripLeading(text: string): string {
  return text.replace(leadingWhitespace, '');
}

/** Python's `text.rstrip()`. */
export function stripTrailing(text: string): string {
  return text.replace(trailingWhitespace, '');
}
