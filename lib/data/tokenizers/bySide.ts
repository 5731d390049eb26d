import type { RunConfig } from '@/lib/domain/config';
import { characters } from './characters';
import { englishWords } from './englishWords';
import { segmentedWords } from './segmentedWords';
import type { Tokenizer } from './tokenizer';

export function sourceTokenizer(kind: RunConfig['sourceTokenizer']): Tokenizer {
  return kind === 'words' ? englishWords : characters;
}

export function targetTokenizer(kind: RunConfig['targetTokenizer']): Tokenizer {
  return kind === 'words' ? segmentedWords : characters;
}
