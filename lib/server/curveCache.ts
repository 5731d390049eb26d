import type { ServerContext } from './context';

/** Of text, a byte a character: what a few pages of a hundred runs show. */
const mostCharacters = 96 * 2 ** 20;

/** Texts that were costly to make, up to a number of characters; the one unused for longest goes first. */
export interface TextCache {
  /** The text of this key, made where it is not kept; undefined is not kept. */
  get(key: string, make: () => string | undefined): string | undefined;
}

export function createTextCache(capacity: number): TextCache {
  // A Map keeps the order in which keys were set: the first one has been unused for longest.
  const texts = new Map<string, string>();
  let characters = 0;
  const remove = (key: string, text: string) => {
    texts.delete(key);
    characters -= text.length;
  };
  return {
    get(key, make) {
      const known = texts.get(key);
      if (known !== undefined) {
        texts.delete(key);
        texts.set(key, known);
        return known;
      }
      const text = make();
      if (text === undefined || text.length > capacity) return text;
      texts.set(key, text);
      characters += text.length;
      for (const [oldest, old] of texts) {
        if (characters <= capacity) break;
        remove(oldest, old);
      }
      return text;
    },
  };
}

const caches = new WeakMap<ServerContext, TextCache>();

/** The curves of one open data directory. */
export function curveCache(context: ServerContext): TextCache {
  const cache = caches.get(context) ?? createTextCache(mostCharacters);
  caches.set(context, cache);
  return cache;
}
