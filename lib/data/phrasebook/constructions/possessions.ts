/** Owning, liking and losing things: 有, 没有, numerals with measure words, demonstratives, 的. */
import { counted, numeral, pointed } from '../chinese';
import { ask, type Construction, construction, say } from '../construction';
import { indefinite, numberWord } from '../english';
import {
  belongings,
  colored,
  expensive,
  goods,
  isPlural,
  noun,
  numbers,
  owned,
  portable,
  single,
} from '../lexicon/goods';
import { suitsOwner } from '../lexicon/ownership';
import { acquaintances, asked, subjects, subjectsWithPronoun } from '../lexicon/people';
import { colors } from '../lexicon/qualities';
import { countedEnglish, type Thing, thingsNamed, thingsOf } from '../lexicon/things';
import { pastDays } from '../lexicon/times';
import { be, does, has, present } from './agreement';

/** What hardly anybody has more than two of, and more than three of. */
const rareThings = ['house', 'job', 'company', 'piano', 'fridge', 'washing machine', 'television'];
const scarceThings = [
  'plan',
  'idea',
  'question',
  'car',
  'truck',
  'shop',
  'computer',
  'radio',
  'violin',
  'guitar',
  'phone',
  'camera',
];
const few = (value: number, thing: Thing): boolean =>
  value <= 2 ||
  (value <= 3 ? !rareThings.includes(thing.en) : ![...rareThings, ...scarceThings].includes(thing.en));
/** What one may take a liking to. */
const likable = single.filter(
  ({ kind, en }) =>
    kind !== 'food' && !['mouse', 'snake', 'key', 'knife', 'hospital', 'washing machine'].includes(en),
);
const losable = portable.filter(
  ({ en, kind }) =>
    (kind !== 'clothing' || ['hat', 'scarf'].includes(en)) && !['box', 'cup', 'radio'].includes(en),
);

export const possessions: readonly Construction[] = [
  construction(
    'needs',
    140,
    { who: subjects, thing: [...belongings, ...expensive] },
    ({ who, thing }) =>
      suitsOwner(who, thing) &&
      !['pet', 'paper'].includes(thing.kind) &&
      !['gift', 'newspaper', 'magazine'].includes(thing.en) &&
      say(
        `${who.en} ${present(who, 'need')} ${thing.pair === undefined ? `a new ${thing.en}` : `a new pair of ${thing.pair}`}`,
        `${who.zh}需要${counted(1, thing, '新')}`,
      ),
  ),
  construction(
    'has-count',
    260,
    { who: subjects, thing: owned, n: numbers },
    ({ who, thing, n }) =>
      suitsOwner(who, thing) &&
      few(n, thing) &&
      say(
        `${who.en} ${has(who)} ${n === 1 ? indefinite(thing.en) : countedEnglish(n, numberWord(n), thing)}`,
        `${who.zh}有${counted(n, thing)}`,
      ),
  ),
  construction(
    'has-only',
    120,
    { who: subjects, thing: owned, n: [1, 2, 3] },
    ({ who, thing, n }) =>
      suitsOwner(who, thing) &&
      few(n, thing) &&
      say(
        `${who.en} only ${has(who)} ${countedEnglish(n, numberWord(n), thing)}`,
        `${who.zh}只有${counted(n, thing)}`,
      ),
  ),
  construction(
    'has-not',
    150,
    { who: subjects, thing: owned.filter(({ en }) => en !== 'question') },
    ({ who, thing }) =>
      suitsOwner(who, thing) &&
      say(`${who.en} ${does(who)} not have ${indefinite(thing.en)}`, `${who.zh}没有${thing.zh}`),
  ),
  construction(
    'ask-has',
    130,
    { who: asked, thing: owned },
    ({ who, thing }) =>
      suitsOwner(who, thing) &&
      ask(`${does(who)} ${who.en} have ${indefinite(thing.en)}`, `${who.zh}有${thing.zh}吗`),
  ),
  construction(
    'how-many',
    140,
    {
      who: asked,
      thing: [
        ...owned.filter(({ en }) => !rareThings.includes(en)),
        ...thingsOf(['clothing']).filter(isPlural),
      ],
    },
    ({ who, thing }) =>
      suitsOwner(who, thing) &&
      ask(`how many ${thing.plural} ${does(who)} ${who.en} have`, `${who.zh}有几${thing.measure}${thing.zh}`),
  ),
  construction(
    'whose',
    80,
    { thing: belongings.filter((thing) => !isPlural(thing)), that: [true, false] },
    ({ thing, that }) =>
      ask(`whose ${thing.en} is ${that ? 'that' : 'this'}`, `${that ? '那' : '这'}是谁的${thing.zh}`),
  ),
  construction(
    'this-is-possessed',
    180,
    {
      who: [...acquaintances, ...subjects].filter(({ en }) => en !== 'my friends'),
      thing: belongings,
      that: [true, false],
    },
    ({ who, thing, that }) =>
      suitsOwner(who, thing) &&
      say(
        isPlural(thing)
          ? `${that ? 'those' : 'these'} are ${who.possessive} ${noun(thing)}`
          : `${that ? 'that' : 'this'} is ${who.possessive} ${thing.en}`,
        `${that ? '那' : '这'}是${who.zh}的${thing.zh}`,
      ),
  ),
  construction(
    'possessed-color',
    220,
    {
      who: acquaintances,
      thing: colored.filter(({ kind }) => kind !== 'plant'),
      color: colors,
    },
    ({ who, thing, color }) =>
      suitsOwner(who, thing) &&
      say(
        `${who.possessive} ${noun(thing)} ${isPlural(thing) ? 'are' : 'is'} ${color.en}`,
        `${who.zh}的${thing.zh}是${color.zh}的`,
      ),
  ),
  construction(
    'what-color',
    90,
    { who: asked, thing: colored.filter(({ kind }) => kind !== 'plant') },
    ({ who, thing }) =>
      suitsOwner(who, thing) &&
      ask(
        `what color ${isPlural(thing) ? 'are' : 'is'} ${who.possessive} ${noun(thing)}`,
        `${who.zh}的${thing.zh}是什么颜色的`,
      ),
  ),
  construction(
    'which-like',
    70,
    { who: asked, thing: [...goods, ...expensive].filter((thing) => !isPlural(thing)) },
    ({ who, thing }) =>
      ask(`which ${thing.en} ${does(who)} ${who.en} like`, `${who.zh}喜欢${pointed('哪', thing)}`),
  ),
  construction(
    'likes-this',
    280,
    { who: subjects, thing: likable, that: [true, false] },
    ({ who, thing, that }) =>
      say(
        `${who.en} ${present(who, 'like')} ${that ? 'that' : 'this'} ${thing.en} very much`,
        `${who.zh}很喜欢${pointed(that ? '那' : '这', thing)}`,
      ),
  ),
  construction(
    'likes-kind',
    120,
    {
      who: subjects,
      thing: thingsOf(
        ['pet', 'food', 'plant', 'animal'],
        ['mouse', 'snake', 'cow', 'chicken', 'fish', 'potato'],
      ),
    },
    ({ who, thing }) =>
      say(
        `${who.en} ${present(who, 'like')} ${thing.plural} very much`,
        `${who.zh}很喜欢${thing.kind === 'food' ? '吃' : ''}${thing.zh}`,
      ),
  ),
  construction(
    'afraid',
    150,
    { who: subjects, thing: thingsNamed('dog', 'cat', 'tiger', 'snake', 'mouse', 'horse') },
    ({ who, thing }) => say(`${who.en} ${be(who)} afraid of ${thing.plural}`, `${who.zh}怕${thing.zh}`),
  ),
  construction(
    'lost',
    120,
    { who: subjectsWithPronoun, thing: losable, when: pastDays.slice(0, 5) },
    ({ who, thing, when }) =>
      suitsOwner(who, thing) &&
      say(
        `${who.en} lost ${who.pronoun.possessive} ${who.singular ? thing.en : thing.plural} ${when.en}`,
        `${who.zh}${when.zh}把${thing.zh}弄丢了`,
      ),
  ),
  construction(
    'found',
    110,
    { who: subjectsWithPronoun, thing: portable },
    ({ who, thing }) =>
      suitsOwner(who, thing) &&
      say(
        `${who.en} ${has(who)} found ${who.pronoun.possessive} ${who.singular ? thing.en : thing.plural}`,
        `${who.zh}找到了自己的${thing.zh}`,
      ),
  ),
  construction(
    'cannot-find',
    110,
    { who: subjectsWithPronoun, thing: portable },
    ({ who, thing }) =>
      suitsOwner(who, thing) &&
      say(
        `${who.en} cannot find ${who.pronoun.possessive} ${who.singular ? thing.en : thing.plural}`,
        `${who.zh}找不到自己的${thing.zh}`,
      ),
  ),
  construction(
    'forgot-bring',
    110,
    {
      who: subjectsWithPronoun,
      thing: thingsNamed(
        'umbrella',
        'key',
        'phone',
        'wallet',
        'ticket',
        'camera',
        'map',
        'pen',
        'book',
        'dictionary',
        'textbook',
        'hat',
        'computer',
        'bag',
      ),
    },
    ({ who, thing }) =>
      suitsOwner(who, thing) &&
      say(
        `${who.en} forgot to bring ${who.pronoun.possessive} ${who.singular ? thing.en : thing.plural}`,
        `${who.zh}忘了带${thing.zh}`,
      ),
  ),
  construction(
    'stolen',
    90,
    {
      who: acquaintances,
      thing: thingsNamed(
        'bike',
        'car',
        'wallet',
        'phone',
        'camera',
        'computer',
        'watch',
        'bag',
        'motorbike',
        'guitar',
      ),
      when: pastDays.slice(0, 5),
    },
    ({ who, thing, when }) =>
      suitsOwner(who, thing) &&
      say(`${who.possessive} ${thing.en} was stolen ${when.en}`, `${who.zh}的${thing.zh}${when.zh}被偷了`),
  ),
  construction(
    'number-words',
    220,
    { n: numbers.slice(1), thing: single.filter(({ kind }) => kind !== 'work' && kind !== 'building') },
    ({ n, thing }) =>
      say(`I can see ${numberWord(n)} ${thing.plural}`, `我能看见${numeral(n)}${thing.measure}${thing.zh}`),
  ),
];
