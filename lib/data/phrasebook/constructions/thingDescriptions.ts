/** What things are like: 很 太 真 又…又, 比, 没有…贵, 一样, 最, 觉得. */
import { negated, pointed } from '../chinese';
import { ask, type Construction, construction, exclaim, say } from '../construction';
import { suitsOwner } from '../lexicon/ownership';
import { acquaintances, individuals, subjects, you } from '../lexicon/people';
import { colors, describe } from '../lexicon/qualities';
import { type Thing, things, thingsOf } from '../lexicon/things';
import { does, present } from './agreement';

const described = describe(things);
const wares = describe(
  thingsOf(['reading', 'clothing', 'device', 'furniture', 'vehicle', 'food', 'instrument']),
);
const demonstrative = (that: boolean, thing: Thing): string =>
  thing.pair === undefined
    ? `${that ? 'that' : 'this'} ${thing.en}`
    : `${that ? 'those' : 'these'} ${thing.pair}`;
const isOrAre = (thing: Thing): string => (thing.pair === undefined ? 'is' : 'are');
const zhThis = (that: boolean, thing: Thing): string => pointed(that ? '那' : '这', thing);
/** Qualities that suit "too": one complains of them. */
const complaints = described.filter(({ quality }) =>
  [
    'expensive',
    'big',
    'small',
    'heavy',
    'boring',
    'difficult',
    'long',
    'short',
    'dirty',
    'dangerous',
    'slow',
    'noisy',
    'old',
    'sweet',
    'strange',
    'high',
    'tall',
  ].includes(quality.en),
);
/** What one may be asked one's opinion on. */
const debatable = described.filter(
  ({ quality }) =>
    !['new', 'old', 'clean', 'dirty', 'big', 'small', 'fresh', 'famous', 'bright', 'high', 'tall'].includes(
      quality.en,
    ),
);
const praised = described.filter(({ quality }) =>
  [
    'beautiful',
    'interesting',
    'sweet',
    'comfortable',
    'cute',
    'clean',
    'tasty',
    'fresh',
    'big',
    'clever',
  ].includes(quality.en),
);
const praisePairs = [
  ['big', 'sweet'],
  ['fresh', 'tasty'],
  ['cheap', 'beautiful'],
  ['light', 'cheap'],
  ['warm', 'comfortable'],
  ['clean', 'quiet'],
  ['expensive', 'heavy'],
  ['new', 'beautiful'],
  ['clean', 'comfortable'],
  ['big', 'clean'],
  ['small', 'dirty'],
  ['fast', 'comfortable'],
  ['big', 'beautiful'],
  ['old', 'dirty'],
  ['long', 'boring'],
  ['beautiful', 'cheap'],
  ['sweet', 'tasty'],
  ['big', 'bright'],
  ['beautiful', 'comfortable'],
] as const;
const both = things.flatMap((thing) => {
  const own = described.filter((entry) => entry.thing === thing).map(({ quality }) => quality);
  return praisePairs.flatMap(([first, second]) => {
    const a = own.find(({ en }) => en === first);
    const b = own.find(({ en }) => en === second);
    return a === undefined || b === undefined ? [] : [{ thing, a, b }];
  });
});

export const thingDescriptions: readonly Construction[] = [
  construction(
    'thing-very',
    460,
    { item: described, that: [true, false] },
    ({ item: { thing, quality }, that }) =>
      say(
        `${demonstrative(that, thing)} ${isOrAre(thing)} very ${quality.en}`,
        `${zhThis(that, thing)}很${quality.zh}`,
      ),
  ),
  construction(
    'thing-not',
    300,
    { item: described, that: [true, false] },
    ({ item: { thing, quality }, that }) =>
      say(
        `${demonstrative(that, thing)} ${isOrAre(thing)} not ${quality.en}`,
        `${zhThis(that, thing)}${negated(quality.zh)}`,
      ),
  ),
  construction(
    'thing-ask',
    280,
    { item: described, that: [true, false] },
    ({ item: { thing, quality }, that }) =>
      ask(
        `${isOrAre(thing)} ${demonstrative(that, thing)} ${quality.en}`,
        `${zhThis(that, thing)}${quality.zh}吗`,
      ),
  ),
  construction(
    'thing-too',
    130,
    { item: complaints, that: [true, false] },
    ({ item: { thing, quality }, that }) =>
      say(
        `${demonstrative(that, thing)} ${isOrAre(thing)} too ${quality.en}`,
        `${zhThis(that, thing)}太${quality.zh}了`,
      ),
  ),
  construction(
    'thing-really',
    90,
    { item: praised, that: [true, false] },
    ({ item: { thing, quality }, that }) =>
      exclaim(
        `${demonstrative(that, thing)} ${isOrAre(thing)} really ${quality.en}`,
        `${zhThis(that, thing)}真${quality.zh}啊`,
      ),
  ),
  construction('thing-both', 90, { item: both, that: [true, false] }, ({ item: { thing, a, b }, that }) =>
    say(
      `${demonstrative(that, thing)} ${isOrAre(thing)} ${a.en} and ${b.en}`,
      `${zhThis(that, thing)}又${a.zh}又${b.zh}`,
    ),
  ),
  construction(
    'thing-comparative',
    260,
    { item: described },
    ({ item: { thing, quality } }) =>
      thing.pair === undefined &&
      say(
        `this ${thing.en} is ${quality.comparative} than that one`,
        `这${thing.measure}${thing.zh}比那${thing.measure}${quality.zh}`,
      ),
  ),
  construction(
    'thing-comparative-not',
    180,
    { item: described },
    ({ item: { thing, quality } }) =>
      thing.pair === undefined &&
      say(
        `this ${thing.en} is not as ${quality.en} as that one`,
        `这${thing.measure}${thing.zh}没有那${thing.measure}${quality.zh}`,
      ),
  ),
  construction(
    'thing-comparative-same',
    170,
    { item: described },
    ({ item: { thing, quality } }) =>
      thing.pair === undefined &&
      say(
        `this ${thing.en} is as ${quality.en} as that one`,
        `这${thing.measure}${thing.zh}跟那${thing.measure}一样${quality.zh}`,
      ),
  ),
  construction(
    'thing-which-superlative',
    170,
    { item: described },
    ({ item: { thing, quality } }) =>
      thing.pair === undefined &&
      ask(`which ${thing.en} is the ${quality.superlative}`, `${pointed('哪', thing)}最${quality.zh}`),
  ),
  construction(
    'thing-superlative',
    170,
    { item: wares },
    ({ item: { thing, quality } }) =>
      thing.pair === undefined &&
      say(`this is the ${quality.superlative} ${thing.en} here`, `这是这里最${quality.zh}的${thing.zh}`),
  ),
  construction(
    'thing-thinks',
    300,
    { who: subjects, item: described, that: [true, false] },
    ({ who, item: { thing, quality }, that }) =>
      say(
        `${who.en} ${present(who, 'think')} ${demonstrative(that, thing)} ${isOrAre(thing)} very ${quality.en}`,
        `${who.zh}觉得${zhThis(that, thing)}很${quality.zh}`,
      ),
  ),
  construction(
    'thing-thinks-ask',
    110,
    { who: [you, you, ...individuals.filter(({ en }) => !en.startsWith('my'))], item: debatable },
    ({ who, item: { thing, quality } }) =>
      ask(
        `${does(who)} ${who.en} think ${demonstrative(false, thing)} ${isOrAre(thing)} ${quality.en}`,
        `${who.zh}觉得${zhThis(false, thing)}${quality.zh}吗`,
      ),
  ),
  construction(
    'thing-owned',
    200,
    {
      who: acquaintances,
      item: describe(
        thingsOf(
          ['clothing', 'device', 'furniture', 'pet', 'reading', 'work'],
          ['song', 'movie', 'lesson', 'poem', 'game'],
        ),
      ),
    },
    ({ who, item: { thing, quality } }) =>
      suitsOwner(who, thing) &&
      say(
        `${who.possessive} ${thing.pair ?? thing.en} ${isOrAre(thing)} very ${quality.en}`,
        `${who.zh}的${thing.zh}很${quality.zh}`,
      ),
  ),
  construction(
    'thing-color',
    70,
    { thing: thingsOf(['clothing']), color: colors, that: [true, false] },
    ({ thing, color, that }) =>
      say(
        `${demonstrative(that, thing)} ${isOrAre(thing)} ${color.en}`,
        `${zhThis(that, thing)}是${color.zh}的`,
      ),
  ),
];
