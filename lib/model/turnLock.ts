import { setImmediate as nextTurn } from 'node:timers/promises';

interface Waiting {
  readonly who: object;
  begin(): Promise<void>;
}

/** What it throws before its first wait rejects as well. */
async function started<Value>(work: () => Promise<Value>): Promise<Value> {
  return work();
}

/**
 * One at a time, in the order of asking; but who asks again in the turn of the event loop in which its work was done goes
 * on before the others, so that what was set up for it is used for all that it does in a row.
 */
export class TurnLock {
  readonly #waiting: Waiting[] = [];
  #isHeld = false;

  /** @throws whatever work throws */
  run<Value>(who: object, work: () => Promise<Value>): Promise<Value> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ who, begin: () => started(work).then(resolve, reject) });
      if (!this.#isHeld) void this.#serve();
    });
  }

  async #serve(): Promise<void> {
    this.#isHeld = true;
    let last: object | undefined;
    for (;;) {
      const again = this.#waiting.findIndex(({ who }) => who === last);
      const [next] = this.#waiting.splice(Math.max(0, again), 1);
      if (next === undefined) break;
      await next.begin();
      await nextTurn();
      last = next.who;
    }
    this.#isHeld = false;
  }
}
