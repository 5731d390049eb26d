/** What a place asks for, and waits for. */
export interface Asked {
  readonly place: number;
  /** Those with the same key are served at once. */
  readonly key: string;
  /** Lower ones are served first. */
  readonly rank: number;
  reject(reason: unknown): void;
}

/**
 * Where places 0, 1, … ask for one thing after the other, and what several ask for is served at once. Nothing is served
 * before every place that is expected has asked, so who is served with whom depends on what they ask for and never on how
 * fast they are. A place is expected from the beginning until it leaves, and again when it asks all the same: whoever asks
 * for nothing more must leave, or the others wait for it.
 *
 * Of what has been asked for, the lowest rank is served, with everything of the same key; of equal ranks, that of a place
 * that was served last, so that it goes on with what was set up for it; else that of the lowest place.
 */
export class Rendezvous<Request extends Asked> {
  readonly #expected: Set<number>;
  /** By place. */
  readonly #waiting = new Map<number, Request>();
  #servedLast: ReadonlySet<number> = new Set();
  #isServing = false;

  /**
   * @param places how many
   * @param serve answers all that it is given, in the order of their places; where it throws, they are rejected with that
   * @param exclusively runs the work when nothing else is under way that must not overlap with it
   */
  constructor(
    places: number,
    readonly serve: (together: readonly Request[]) => Promise<void>,
    readonly exclusively: (work: () => Promise<void>) => Promise<void>,
  ) {
    this.#expected = new Set(Array.from({ length: places }, (_, place) => place));
  }

  /** The places that are waited for, in their order. */
  get expected(): readonly number[] {
    return [...this.#expected].sort((a, b) => a - b);
  }

  /** @throws RangeError where the place waits for something already */
  ask(request: Request): void {
    const { place } = request;
    if (this.#waiting.has(place)) throw new RangeError(`place ${place} asks for two things at once`);
    this.#expected.add(place);
    this.#waiting.set(place, request);
    this.#advance();
  }

  /** The place asks for nothing from now on. What it waits for is served all the same. */
  leave(place: number): void {
    this.#expected.delete(place);
    this.#advance();
  }

  /** As leave; what it waits for is rejected, unless it is being served. */
  abort(place: number, reason: unknown): void {
    this.#waiting.get(place)?.reject(reason);
    this.#waiting.delete(place);
    this.leave(place);
  }

  #advance(): void {
    if (this.#isServing || !this.#isComplete()) return;
    this.#isServing = true;
    void this.exclusively(() => this.#serveNext()).finally(() => {
      this.#isServing = false;
      this.#advance();
    });
  }

  #isComplete(): boolean {
    return this.#waiting.size > 0 && [...this.#expected].every((place) => this.#waiting.has(place));
  }

  async #serveNext(): Promise<void> {
    // Somebody may have been aborted since.
    if (!this.#isComplete()) return;
    const together = this.#next();
    for (const { place } of together) this.#waiting.delete(place);
    this.#servedLast = new Set(together.map(({ place }) => place));
    try {
      await this.serve(together);
    } catch (error) {
      for (const request of together) request.reject(error);
    }
  }

  #next(): Request[] {
    const waiting = [...this.#waiting.values()].sort((a, b) => a.place - b.place);
    const lowest = Math.min(...waiting.map(({ rank }) => rank));
    const urgent = waiting.filter(({ rank }) => rank === lowest);
    const first = urgent.find(({ place }) => this.#servedLast.has(place)) ?? urgent[0];
    return urgent.filter(({ key }) => key === first?.key);
  }
}
