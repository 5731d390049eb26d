/** Buying, eating, giving and borrowing things: 了 with counted objects, 给, 向, 是…的, 还是. */
import { counted, pointed } from '../chinese';
import { ask, type Construction, construction, say } from '../construction';
import { indefinite, numberWord } from '../english';
import { colored, expensive, goods, isPlural, lendable, noun, numbers } from '../lexicon/goods';
import { suitsOwner } from '../lexicon/ownership';
import { acquaintances, asked, individuals, type Person, subjects } from '../lexicon/people';
import { cities, countries, destinations, places } from '../lexicon/places';
import { colors } from '../lexicon/qualities';
import { countedEnglish, servings, type Thing, thingsNamed, thingsOf } from '../lexicon/things';
import { futureTimes, pastDays, pastTimes } from '../lexicon/times';
import { does, present } from './agreement';

/** Shops that plausibly sell the thing. */
const shopsFor = (thing: Thing): readonly string[] => {
  if (thing.en === 'ticket') return [];
  if (['painting', 'watch', 'glasses', 'gift'].includes(thing.pair ?? thing.en)) return ['shop'];
  if (thing.kind === 'reading' || thing.kind === 'paper') return ['bookstore'];
  if (thing.kind === 'clothing') return ['shop'];
  if (thing.kind === 'plant') return ['market'];
  if (thing.kind === 'food') return ['supermarket', 'market'];
  return ['shop', 'supermarket'];
};

const serving = (value: number, { container, mass }: { container: string; mass: string }): string =>
  `${value === 1 ? indefinite(container) : `${numberWord(value)} ${container === 'glass' ? 'glasse' : container}s`} of ${mass}`;

const others = individuals.filter(({ pronoun, en }) => pronoun.subject !== en && !en.startsWith('the '));
const someoneElse = (giver: Person, receiver: Person): boolean => giver.zh !== receiver.zh && giver.third;

export const trade: readonly Construction[] = [
  construction(
    'bought-count',
    320,
    { who: subjects, thing: goods, n: numbers.slice(1, 6), when: pastTimes.slice(0, 4) },
    ({ who, thing, n, when }) =>
      suitsOwner(who, thing) &&
      say(
        `${who.en} bought ${countedEnglish(n, numberWord(n), thing)} ${when.en}`,
        `${who.zh}${when.zh}买了${counted(n, thing)}`,
      ),
  ),
  construction(
    'bought-new',
    200,
    { who: subjects, thing: expensive, when: pastTimes },
    ({ who, thing, when }) =>
      suitsOwner(who, thing) &&
      !(thing.en === 'house' && !/month|year/.test(when.en)) &&
      say(
        `${who.en} bought ${indefinite(`new ${thing.en}`)} ${when.en}`,
        `${who.zh}${when.zh}买了${counted(1, thing, '新')}`,
      ),
  ),
  construction(
    'bought-at',
    200,
    { who: subjects, thing: goods, place: places, n: [1, 2, 3] },
    ({ who, thing, place, n }) =>
      suitsOwner(who, thing) &&
      shopsFor(thing).includes(place.key) &&
      say(
        `${who.en} bought ${n === 1 ? indefinite(noun(thing) === thing.en ? thing.en : `pair of ${noun(thing)}`) : countedEnglish(n, numberWord(n), thing)} ${place.where}`,
        `${who.zh}在${place.at}买了${counted(n, thing)}`,
      ),
  ),
  construction(
    'wants-color',
    220,
    { who: subjects, thing: colored, color: colors },
    ({ who, thing, color }) =>
      suitsOwner(who, thing) &&
      say(
        `${who.en} ${present(who, 'want')} to buy ${thing.pair === undefined ? indefinite(`${color.en} ${thing.en}`) : `a pair of ${color.en} ${thing.pair}`}`,
        `${who.zh}想买${counted(1, thing, `${color.zh}的`)}`,
      ),
  ),
  construction(
    'wants-buy',
    150,
    {
      who: subjects,
      thing: [...expensive, ...goods].filter(({ en }) => en !== 'house'),
      when: futureTimes.slice(0, 4),
    },
    ({ who, thing, when }) =>
      suitsOwner(who, thing) &&
      say(
        `${who.en} ${present(who, 'want')} to buy ${indefinite(thing.en)} ${when.en}`,
        `${who.zh}${when.zh}想买${counted(1, thing)}`,
      ),
  ),
  construction(
    'how-many-bought',
    130,
    { who: asked, thing: goods, when: pastDays.slice(0, 2) },
    ({ who, thing, when }) =>
      suitsOwner(who, thing) &&
      ask(
        `how many ${thing.plural} did ${who.en} buy ${when.en}`,
        `${who.zh}${when.zh}买了几${thing.measure}${thing.zh}`,
      ),
  ),
  construction('how-much', 80, { thing: [...goods, ...expensive], that: [true, false] }, ({ thing, that }) =>
    ask(
      `how much ${isPlural(thing) ? 'are' : 'is'} ${isPlural(thing) ? (that ? 'those' : 'these') : that ? 'that' : 'this'} ${noun(thing)}`,
      `${pointed(that ? '那' : '这', thing)}多少钱`,
    ),
  ),
  construction(
    'ate-count',
    140,
    { who: subjects, thing: thingsOf(['food'], ['potato', 'watermelon']), n: [1, 2, 3, 4], when: pastDays },
    ({ who, thing, n, when }) =>
      say(
        `${who.en} ate ${countedEnglish(n, numberWord(n), thing)} ${when.en}`,
        `${who.zh}${when.zh}吃了${counted(n, thing)}`,
      ),
  ),
  construction(
    'served-count',
    260,
    {
      who: subjects.filter(({ age }) => age !== 'child'),
      cup: servings,
      n: [1, 2, 3],
      when: pastDays.slice(0, 5),
    },
    ({ who, cup, n, when }) =>
      say(
        `${who.en} ${cup.verb === 'eat' ? 'ate' : 'drank'} ${serving(n, cup)} ${when.en}`,
        `${who.zh}${when.zh}${cup.zhVerb}了${counted(n, cup)}`,
      ),
  ),
  construction(
    'would-like',
    170,
    { who: subjects.filter(({ age }) => age !== 'child'), cup: servings, n: [1, 2, 3] },
    ({ who, cup, n }) => say(`${who.en} would like ${serving(n, cup)}`, `${who.zh}想要${counted(n, cup)}`),
  ),
  construction('please-give-serving', 90, { cup: servings, n: [1, 2, 3, 4, 5] }, ({ cup, n }) =>
    say(`please give me ${serving(n, cup)}`, `请给我${counted(n, cup)}`),
  ),
  construction('please-give', 110, { thing: goods, n: [1, 2, 3, 4] }, ({ thing, n }) =>
    say(`please give me ${countedEnglish(n, numberWord(n), thing)}`, `请给我${counted(n, thing)}`),
  ),
  construction(
    'or',
    90,
    { who: asked, a: servings.slice(0, 8), b: servings.slice(0, 8) },
    ({ who, a, b }) =>
      a !== b &&
      who.age !== 'child' &&
      ask(`${does(who)} ${who.en} want to drink ${a.mass} or ${b.mass}`, `${who.zh}想喝${a.zh}还是喝${b.zh}`),
  ),
  construction(
    'gave',
    180,
    {
      who: [...subjects],
      to: others,
      thing: thingsNamed(
        'book',
        'novel',
        'flower',
        'watch',
        'gift',
        'photo',
        'scarf',
        'hat',
        'painting',
        'toy',
        'cup',
        'bag',
        'shirt',
        'pen',
        'map',
        'ticket',
        'postcard',
      ),
    },
    ({ who, to, thing }) =>
      suitsOwner(to, thing) &&
      someoneElse(who, to) &&
      say(
        `${who.en} gave ${to.object} ${indefinite(thing.en)}`,
        `${who.zh}送给了${to.zh}${counted(1, thing)}`,
      ),
  ),
  construction(
    'bought-for',
    180,
    { who: subjects, to: others, thing: goods },
    ({ who, to, thing }) =>
      suitsOwner(to, thing) &&
      someoneElse(who, to) &&
      thing.kind !== 'food' &&
      say(
        `${who.en} bought ${indefinite(thing.en)} for ${to.object}`,
        `${who.zh}给${to.zh}买了${counted(1, thing)}`,
      ),
  ),
  construction(
    'borrowed',
    130,
    { who: subjects, to: others, thing: lendable },
    ({ who, to, thing }) =>
      suitsOwner(to, thing) &&
      suitsOwner(who, thing) &&
      someoneElse(who, to) &&
      say(
        `${who.en} borrowed ${indefinite(thing.en)} from ${to.object}`,
        `${who.zh}向${to.zh}借了${counted(1, thing)}`,
      ),
  ),
  construction(
    'may-borrow',
    70,
    { who: [...asked, ...acquaintances], thing: lendable },
    ({ who, thing }) =>
      suitsOwner(who, thing) &&
      who.age !== 'child' &&
      ask(`may I borrow ${who.possessive} ${thing.en}`, `我可以借${who.zh}的${thing.zh}吗`),
  ),
  construction(
    'shi-de-bought',
    160,
    { thing: [...goods, ...expensive], place: [...cities, ...countries], that: [true, false] },
    ({ thing, place, that }) =>
      thing.kind !== 'food' &&
      thing.en !== 'house' &&
      say(
        isPlural(thing)
          ? `${that ? 'those' : 'these'} ${noun(thing)} were bought ${place.where}`
          : `${that ? 'that' : 'this'} ${thing.en} was bought ${place.where}`,
        `${pointed(that ? '那' : '这', thing)}是在${place.zh}买的`,
      ),
  ),
  construction(
    'went-to-buy',
    160,
    { who: subjects, place: destinations, thing: goods },
    ({ who, place, thing }) =>
      shopsFor(thing).includes(place.key) &&
      say(
        `${who.en} went ${place.whither} to buy ${isPlural(thing) ? noun(thing) : thing.plural}`,
        `${who.zh}去${place.zh}买${thing.zh}了`,
      ),
  ),
];
