import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Asked, Rendezvous } from '@/lib/model/rendezvous';

interface Wish extends Asked {
  resolve(): void;
}

/** What a place asks for, one after the other: an evaluation by name, or (a number) its next step. */
type Script = readonly (string | number)[];

interface Play {
  /** What was served at once: the key, and whom. */
  readonly groups: { key: string; places: number[] }[];
  /** By place, what each wish came to. */
  readonly outcomes: string[][];
  /** By place: whether it came to its end. */
  readonly ended: boolean[];
  /** All have come to their end. */
  readonly over: Promise<unknown>;
}

/**
 * Lets places follow their scripts.
 *
 * @param later decides when each goes on
 * @param aborted places that are given up at some time
 * @param fails keys that cannot be served
 */
function play(
  later: (label: string) => Promise<unknown>,
  scripts: readonly Script[],
  aborted: readonly number[] = [],
  fails: readonly string[] = [],
): Play {
  const groups: Play['groups'] = [];
  const outcomes: string[][] = scripts.map(() => []);
  const ended = scripts.map(() => false);
  const rendezvous = new Rendezvous<Wish>(
    scripts.length,
    async (together) => {
      groups.push({ key: together[0]?.key ?? '', places: together.map(({ place }) => place) });
      await later('serve');
      if (together.some(({ key }) => fails.includes(key))) throw new Error('it failed');
      for (const wish of together) wish.resolve();
    },
    async (work) => {
      await later('lock');
      await work();
    },
  );
  const givenUp = new Set<number>();
  const follow = async (script: Script, place: number) => {
    for (const wish of script) {
      await later(`place ${place}`);
      if (givenUp.has(place)) break;
      const [key, rank] = typeof wish === 'number' ? [`step ${wish}`, wish] : [wish, -1];
      const outcome = await new Promise<string>((resolve, reject) => {
        rendezvous.ask({ place, key, rank, resolve: () => resolve('served'), reject });
      }).catch((error: unknown) => String(error));
      outcomes[place]?.push(outcome);
    }
    rendezvous.leave(place);
    ended[place] = true;
  };
  const over = Promise.all(scripts.map(follow));
  for (const place of aborted) {
    void later(`abort ${place}`).then(() => {
      givenUp.add(place);
      rendezvous.abort(place, new Error('given up'));
    });
  }
  return { groups, outcomes, ended, over };
}

/** In an order that the scheduler chooses, until nobody can go on. */
async function playAnyhow(
  scheduler: fc.Scheduler,
  scripts: readonly Script[],
  aborted: readonly number[] = [],
  fails: readonly string[] = [],
): Promise<Play> {
  const played = play((label) => scheduler.schedule(Promise.resolve(), label), scripts, aborted, fails);
  await scheduler.waitIdle();
  return played;
}

/** What is served at once, as "a 0,1". */
async function groupsOf(...scripts: Script[]): Promise<string[]> {
  const { groups, over } = play(() => Promise.resolve(), scripts);
  await over;
  return groups.map(({ key, places }) => `${key} ${places}`);
}

/** Steps from some number on, with evaluations of some kinds between them. */
const someScript: fc.Arbitrary<Script> = fc
  .tuple(
    fc.integer({ min: 0, max: 3 }),
    fc.array(fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 3 }), { maxLength: 5 }),
    fc.array(fc.constantFrom('a', 'test'), { maxLength: 2 }),
  )
  .map(([from, evaluations, last]) => [
    ...evaluations.flatMap((names, at) => [...names, from + at]),
    ...last,
  ]);
const someScripts = fc.array(someScript, { minLength: 1, maxLength: 4 });

describe('a rendezvous', () => {
  it('serves every wish once, with equal ones alone, in whatever order places ask, end and are given up', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        someScripts,
        fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 2 }),
        async (scheduler, scripts, aborted) => {
          const given = aborted.filter((place) => place < scripts.length);
          const { groups, outcomes, ended } = await playAnyhow(scheduler, scripts, given, ['c']);
          expect(ended).toEqual(scripts.map(() => true));
          for (const { places } of groups) expect(places).toEqual([...new Set(places)].sort((a, b) => a - b));
          for (const [place, script] of scripts.entries()) {
            const keys = script.map((wish) => (typeof wish === 'number' ? `step ${wish}` : wish));
            const servedAs = groups.flatMap(({ key, places }) => (places.includes(place) ? [key] : []));
            // Of one that is given up, the beginning.
            expect(servedAs).toEqual(keys.slice(0, servedAs.length));
            if (given.includes(place)) continue;
            expect(servedAs).toHaveLength(keys.length);
            expect(outcomes[place]).toEqual(keys.map((key) => (key === 'c' ? 'Error: it failed' : 'served')));
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('serves the same groups in whatever order places ask', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.scheduler(), someScripts, async (one, other, scripts) => {
        const { groups } = await playAnyhow(one, scripts);
        expect((await playAnyhow(other, scripts)).groups).toEqual(groups);
      }),
      { numRuns: 200 },
    );
  });

  it('serves evaluations before steps, and those that ask for the same at once', async () => {
    expect(await groupsOf([1, 'a', 'b', 2], [1, 'a', 'c', 2], [1, 2])).toEqual([
      'step 1 0,1,2',
      'a 0,1',
      'b 0',
      'c 1',
      'step 2 0,1,2',
    ]);
  });

  it('goes on with the place that was served last, as long as others ask for something else', async () => {
    expect(await groupsOf(['a', 'b', 1], ['c', 'd', 1])).toEqual(['a 0', 'b 0', 'c 1', 'd 1', 'step 1 0,1']);
  });

  it('lets who is behind catch up, and does not wait for who has ended', async () => {
    expect(await groupsOf([3, 4, 'test'], [2, 'a', 3, 'test'], [3, 4, 5])).toEqual([
      'step 2 1',
      'a 1',
      'step 3 0,1,2',
      'test 1',
      'step 4 0,2',
      'test 0',
      'step 5 2',
    ]);
  });

  it('rejects what a place waits for that is given up, and goes on without it', async () => {
    const served: string[] = [];
    const rendezvous = new Rendezvous<Wish>(
      2,
      async (together) => {
        served.push(...together.map(({ key, place }) => `${key} ${place}`));
        for (const wish of together) wish.resolve();
      },
      (work) => work(),
    );
    const ask = (place: number, key: string) =>
      new Promise<void>((resolve, reject) => {
        rendezvous.ask({ place, key, rank: 0, resolve, reject });
      });
    const given = ask(0, 'a');
    await expect(ask(0, 'b')).rejects.toThrow('two things at once');
    rendezvous.abort(0, new Error('given up'));
    await expect(given).rejects.toThrow('given up');
    expect(rendezvous.expected).toEqual([1]);
    await ask(1, 'a');
    // It is waited for again where it asks all the same.
    const again = ask(0, 'c');
    await ask(1, 'c');
    await again;
    expect(served).toEqual(['a 1', 'c 0', 'c 1']);
  });
});
