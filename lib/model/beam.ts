import { endId } from './config';

/** A translation, whole or in progress. */
export interface Hypothesis {
  /** Without START and END. */
  readonly tokens: readonly number[];
  /** Whether it has END; otherwise it was cut. */
  readonly ended: boolean;
  /** Natural logarithm of the probability of its tokens, END included, given the source. */
  readonly logProbability: number;
}

/** A hypothesis with what beams are ordered by: its log-probability over the length penalty. */
export interface ScoredHypothesis extends Hypothesis {
  readonly score: number;
}

/** A hypothesis to continue, in a row of the batch. */
export interface Live extends Hypothesis {
  /** The row (of the sentence's, 0 … width − 1) of the hypothesis that it continues. */
  readonly parent: number;
}

/** One step's best continuations of a sentence, best first. */
export interface Continuation {
  readonly parent: number;
  readonly token: number;
  readonly logProbability: number;
}

export interface BeamRules {
  readonly width: number;
  /** Tokens a hypothesis can have, END included. */
  readonly maxNewTokens: number;
  readonly lengthPenalty: number;
}

/** Of a row without a hypothesis: lower than any sum of log-probabilities, and finite, so that sums stay ordered. */
export const impossible = -1e30;

/**
 * Divides the log-probability of a hypothesis of so many tokens, END included: ((5 + |Y|) / 6)^α (Wu et al. 2016,
 * equation 14), without which short translations win.
 */
export function lengthPenaltyOf(tokens: number, alpha: number): number {
  return ((5 + tokens) / 6) ** alpha;
}

/**
 * The hypotheses of one sentence. Each of `width` places is taken by a live hypothesis or an ended one, so the search
 * narrows as hypotheses end, and a single place makes it greedy decoding.
 */
export class Beam {
  #live: readonly Live[] = [{ tokens: [], ended: false, logProbability: 0, parent: 0 }];
  /** In the order in which they ended. */
  readonly #ended: ScoredHypothesis[] = [];
  #best: Hypothesis | undefined;
  #bestScore = Number.NEGATIVE_INFINITY;
  #length = 0;

  constructor(readonly rules: BeamRules) {}

  /** In the order of their rows. */
  get live(): readonly Live[] {
    return this.#live;
  }

  /**
   * Continues the live hypotheses by one token. A continuation by END takes its place for good; the others are live.
   *
   * @param best of all continuations of the live hypotheses, at least as many as there are places, best first
   */
  advance(best: Iterable<Continuation>): void {
    this.#length += 1;
    const places = this.rules.width - this.#ended.length;
    const live: Live[] = [];
    let taken = 0;
    for (const { parent, token, logProbability } of best) {
      const before = this.#live[parent];
      if (taken === places || before === undefined || logProbability <= impossible / 2) break;
      taken += 1;
      if (token === endId) this.#end({ tokens: before.tokens, ended: true, logProbability });
      else live.push({ tokens: [...before.tokens, token], ended: false, logProbability, parent });
    }
    this.#live = live;
  }

  /**
   * Whether going on cannot change the result: a live hypothesis can only lose probability, and its penalty is at most
   * that of the longest one, so an ended one that is better than the best live one could then be stays the best (the
   * bound of Huang et al. 2017, "When to Finish?").
   */
  get done(): boolean {
    const { maxNewTokens, lengthPenalty } = this.rules;
    const [first] = this.#live;
    if (first === undefined || this.#length >= maxNewTokens) return true;
    return first.logProbability / lengthPenaltyOf(maxNewTokens, lengthPenalty) <= this.#bestScore;
  }

  /** The ended hypothesis of the best score (the first of equal ones); where none has ended, the best live one. */
  get best(): Hypothesis {
    return this.#best ?? this.#live[0] ?? { tokens: [], ended: false, logProbability: 0 };
  }

  /** All that are left, `best` first: those that ended by their scores, then the live ones by theirs. */
  get ranked(): ScoredHypothesis[] {
    const live = this.#live.map(({ tokens, ended, logProbability }) => ({
      tokens,
      ended,
      logProbability,
      score: this.#scoreOf(logProbability),
    }));
    return [...[...this.#ended].sort((a, b) => b.score - a.score), ...live];
  }

  #end(hypothesis: Hypothesis): void {
    const score = this.#scoreOf(hypothesis.logProbability);
    this.#ended.push({ ...hypothesis, score });
    if (score <= this.#bestScore) return;
    this.#best = hypothesis;
    this.#bestScore = score;
  }

  /** Of a hypothesis that is as long as the search has come. */
  #scoreOf(logProbability: number): number {
    return logProbability / lengthPenaltyOf(this.#length, this.rules.lengthPenalty);
  }
}
