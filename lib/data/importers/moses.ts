import type { Pair } from '@/lib/domain/corpus';
import { AlignmentWatch } from './alignmentWatch';
import { counted, invalidCorpus } from './importError';
import type { ParserInput } from './parserInput';
import { textLines } from './textLines';

/**
 * Moses: two files, line n of one is the translation of line n of the other. Both are read in step.
 *
 * @throws HeldoutError invalid_corpus at the end, where one file has more lines (blank ones at its end aside), with both
 *   counts and the first suspicious line (AlignmentWatch)
 */
export async function* parseMoses(
  input: ParserInput & { targetText: AsyncIterable<string> },
): AsyncGenerator<Pair> {
  const { tally, isWhole } = input;
  const sources = new LineQueue(textLines(input.text, isWhole));
  const targets = new LineQueue(textLines(input.targetText, isWhole));
  const watch = new AlignmentWatch();
  try {
    for (;;) {
      const count = Math.min(await sources.available(), await targets.available());
      if (count === 0) break;
      for (let index = 0; index < count; index++) {
        const source = sources.next();
        const target = targets.next();
        tally.unitsRead++;
        watch.add(source.length, target.length);
        if (source.trim() === '' && target.trim() === '') tally.remove('blank lines');
        else yield { source, target };
      }
    }
    if (!isWhole) return;
    const left = await leftOver(sources);
    const right = await leftOver(targets);
    if (left.hasText || right.hasText) throw misaligned(tally.unitsRead, left.lines, right.lines, watch);
    tally.remove('blank lines', left.lines + right.lines);
  } finally {
    await sources.close();
    await targets.close();
  }
}

/** Lines one by one out of batches; next() may be called as often as available() said. */
class LineQueue {
  private batch: readonly string[] = [];
  private position = 0;

  constructor(private readonly batches: AsyncGenerator<string[]>) {}

  async available(): Promise<number> {
    while (this.position >= this.batch.length) {
      const next = await this.batches.next();
      if (next.done) return 0;
      this.batch = next.value;
      this.position = 0;
    }
    return this.batch.length - this.position;
  }

  next(): string {
    return this.batch[this.position++] ?? '';
  }

  async close(): Promise<void> {
    await this.batches.return(undefined);
  }
}

async function leftOver(queue: LineQueue): Promise<{ lines: number; hasText: boolean }> {
  let lines = 0;
  let hasText = false;
  for (let count = await queue.available(); count > 0; count = await queue.available()) {
    for (let index = 0; index < count; index++) {
      lines++;
      if (queue.next().trim() !== '') hasText = true;
    }
  }
  return { lines, hasText };
}

function misaligned(common: number, sourcesLeft: number, targetsLeft: number, watch: AlignmentWatch): Error {
  const { suspicious } = watch;
  const where =
    suspicious === null
      ? 'no line stands out by its length'
      : `the first suspicious line is ${suspicious.line}, with ${counted(suspicious.sourceLength, 'character')} beside ${suspicious.targetLength.toLocaleString('en')}`;
  return invalidCorpus(
    `the source file has ${counted(common + sourcesLeft, 'line')} and the target file ${(common + targetsLeft).toLocaleString('en')}; ${where}, so align the files line by line and import them again`,
  );
}
