import type { Pair } from '@/lib/domain/corpus';

const people = [
  ['I', '我'],
  ['You', '你'],
  ['We', '我们'],
  ['They', '他们'],
] as const;
const verbs = [
  ['like', '喜欢'],
  ['want', '要'],
  ['see', '看见'],
] as const;
const things = [
  ['tea', '茶'],
  ['rice', '米饭'],
  ['books', '书'],
  ['dogs', '狗'],
  ['water', '水'],
] as const;

/** 60 regular pairs that a tiny model learns within seconds. */
export const smallCorpus: Pair[] = people.flatMap(([person, who]) =>
  verbs.flatMap(([verb, does]) =>
    things.map(([thing, what]) => ({
      source: `${person} ${verb} ${thing}.`,
      target: `${who}${does}${what}。`,
    })),
  ),
);

export const smallSplit = { seed: 1, validation: 0.1, test: 0.1 };
