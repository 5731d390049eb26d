import { HeldoutError } from '@/lib/domain/errors';
import { signatureVersion } from './segments';

/**
 * How many equally likely choices a token would have to leave for the same loss.
 *
 * @param lossSum nats, over all tokens
 * @param tokens that the loss was summed over, END included where the model predicts it
 * @throws HeldoutError invalid_input without a token
 */
export function perplexity(lossSum: number, tokens: number): number {
  requireTokens('perplexity', tokens);
  return Math.exp(lossSum / tokens);
}

/**
 * Share of tokens that the model puts first, given the reference's earlier tokens.
 *
 * @returns 0 to 1
 * @throws HeldoutError invalid_input without a token
 */
export function tokenAccuracy(correct: number, tokens: number): number {
  requireTokens('tokenAccuracy', tokens);
  return correct / tokens;
}

export interface LikelihoodUnit {
  /** what a token is: bpe, character, word … */
  tokenizer: string;
  /** symbols, special ones included */
  vocabularySize: number;
  /** Whether END counts as a token: it is the easiest one, so that counting it lowers perplexity. */
  end: 'yes' | 'no';
}

/**
 * What perplexity and token accuracy depend on beside the model, as in `unit:bpe|symbols:1077|end:yes|heldout:0.1`.
 * Values under different signatures are not comparable: the same sentence has fewer and harder tokens in words than
 * in characters, and an unknown word is an easy token (Mielke et al. 2019).
 */
export function likelihoodSignature({ tokenizer, vocabularySize, end }: LikelihoodUnit): string {
  return [`unit:${tokenizer}`, `symbols:${vocabularySize}`, `end:${end}`, signatureVersion].join('|');
}

function requireTokens(operation: string, tokens: number): void {
  if (tokens > 0) return;
  throw new HeldoutError('invalid_input', `${operation}: got ${tokens} tokens, expected at least one.`);
}
