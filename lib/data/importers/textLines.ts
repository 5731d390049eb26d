import { maxLineLength, tooLong } from './decodeText';

/**
 * Lines without their ends (LF or CRLF, mixed as they come), in batches, since a wait for each would cost more than the
 * line. A last line without an end counts, unless the text is only a beginning: then it may be half a line.
 *
 * @throws HeldoutError invalid_corpus, as it grows, where a line is longer than a million characters
 */
export async function* textLines(text: AsyncIterable<string>, isWhole: boolean): AsyncGenerator<string[]> {
  let rest = '';
  let lineNumber = 1;
  for await (const piece of text) {
    const lines: string[] = [];
    let start = 0;
    for (let end = piece.indexOf('\n'); end !== -1; end = piece.indexOf('\n', start)) {
      const line = rest + piece.slice(start, end);
      if (line.length > maxLineLength) throw tooLong(lineNumber);
      lines.push(line.endsWith('\r') ? line.slice(0, -1) : line);
      rest = '';
      lineNumber++;
      start = end + 1;
    }
    rest += piece.slice(start);
    if (rest.length > maxLineLength) throw tooLong(lineNumber);
    if (lines.length > 0) yield lines;
  }
  if (isWhole && rest !== '') yield [rest];
}
