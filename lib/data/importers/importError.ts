import { HeldoutError } from '@/lib/domain/errors';

/** The refusal of a file, in one sentence; the sentence is given without its full stop. */
export function invalidCorpus(sentence: string, cause?: unknown): HeldoutError {
  return new HeldoutError('invalid_corpus', `Corpus import: ${sentence}.`, { cause });
}

/** A beginning of what stands in the file, short enough for a sentence. */
export function quoted(text: string): string {
  const beginning = text.slice(0, 1000).trim();
  return JSON.stringify(beginning.length > 60 ? `${beginning.slice(0, 60)}…` : beginning);
}

/** "1 line", "2 lines". */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}
