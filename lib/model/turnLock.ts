import { setImmediate as nextTurn } from 'node:timers/promises';

/**
 * One at a time, in the order of asking. The next begins in another turn of the event loop, when whoever waited for the
 * last has gone on.
 */
export class TurnLock {
  #free: Promise<unknown> = Promise.resolve();

  /** @throws whatever work throws */
  run<Value>(work: () => Promise<Value>): Promise<Value> {
    const done = this.#free.then(work);
    const goOn = () => nextTurn();
    this.#free = done.then(goOn, goOn);
    return done;
  }
}
