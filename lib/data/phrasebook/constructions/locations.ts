/** Where things are and what is done to them: 有, 在, verb + 着, 把. */

import { counted, pointed } from '../chinese';
import { ask, type Construction, construction, say } from '../construction';
import { indefinite, numberWord, pastTense } from '../english';
import { activities, suits } from '../lexicon/activities';
import { suitsOwner } from '../lexicon/ownership';
import { acquaintances, asked, individuals, subjects } from '../lexicon/people';
import { placeOf } from '../lexicon/places';
import { colors } from '../lexicon/qualities';
import { type Thing, thingsNamed, thingsOf } from '../lexicon/things';
import { pastDays } from '../lexicon/times';
import { be } from './agreement';

/** A spot relative to something, with what is found there. */
interface Spot {
  readonly en: string;
  readonly zh: string;
  readonly holds: readonly Thing[];
}

const pets = thingsNamed('dog', 'cat', 'rabbit');
const mice = thingsNamed('mouse');
const small = [
  ...thingsOf(['reading']),
  ...thingsNamed(
    'pen',
    'pencil',
    'key',
    'cup',
    'watch',
    'wallet',
    'letter',
    'map',
    'ticket',
    'photo',
    'postcard',
    'phone',
    'camera',
    'gift',
    'box',
    'bag',
    'toy',
  ),
];
const tableware = thingsNamed(
  'bowl',
  'plate',
  'cup',
  'knife',
  'apple',
  'orange',
  'banana',
  'egg',
  'cake',
  'pear',
  'peach',
  'lamp',
  'radio',
);
const produce = thingsOf(['food'], ['hamburger']);
const spots: readonly Spot[] = [
  { en: 'on the table', zh: '桌子上', holds: [...small, ...tableware] },
  {
    en: 'under the table',
    zh: '桌子下面',
    holds: [...mice, ...pets, ...thingsNamed('box', 'bag', 'ball', 'toy')],
  },
  {
    en: 'on the chair',
    zh: '椅子上',
    holds: [...thingsOf(['reading']), ...thingsNamed('cat', 'bag', 'coat', 'jacket', 'sweater', 'hat')],
  },
  {
    en: 'on the bed',
    zh: '床上',
    holds: [...thingsOf(['clothing'], ['shoes']), ...thingsNamed('cat', 'book', 'toy', 'phone', 'bag')],
  },
  {
    en: 'under the bed',
    zh: '床下面',
    holds: thingsNamed('mouse', 'cat', 'dog', 'shoes', 'box', 'ball', 'toy', 'socks'),
  },
  {
    en: 'on the sofa',
    zh: '沙发上',
    holds: [...pets, ...thingsOf(['reading']), ...thingsNamed('coat', 'bag', 'toy', 'phone')],
  },
  {
    en: 'in the box',
    zh: '盒子里',
    holds: [
      ...thingsOf(['paper'], ['painting']),
      ...thingsNamed('pen', 'pencil', 'key', 'watch', 'toy', 'cup', 'glasses', 'gloves', 'egg', 'cake'),
    ],
  },
  {
    en: 'in the bag',
    zh: '包里',
    holds: [
      ...small.filter(({ en }) => !['bag', 'box', 'cup'].includes(en)),
      ...thingsNamed('umbrella', 'glasses', 'apple', 'sandwich', 'gloves'),
    ],
  },
  { en: 'in the fridge', zh: '冰箱里', holds: produce },
  {
    en: 'by the window',
    zh: '窗户旁边',
    holds: [...thingsOf(['furniture'], ['mirror']), ...thingsNamed('piano')],
  },
  {
    en: 'in front of the house',
    zh: '房子前面',
    holds: [
      ...thingsNamed('car', 'bike', 'tree', 'truck', 'motorbike', 'taxi', 'dog', 'horse', 'river', 'street'),
    ],
  },
  {
    en: 'behind the house',
    zh: '房子后面',
    holds: thingsNamed('tree', 'mountain', 'river', 'cow', 'horse', 'duck', 'chicken', 'pig', 'sheep'),
  },
  {
    en: 'under the tree',
    zh: '树下',
    holds: thingsNamed('dog', 'cat', 'horse', 'cow', 'sheep', 'bike', 'chair', 'table'),
  },
  {
    en: 'at the door',
    zh: '门口',
    holds: thingsNamed('bike', 'car', 'taxi', 'dog', 'shoes', 'box', 'umbrella'),
  },
];
const held = spots.flatMap((spot) => spot.holds.map((thing) => ({ spot, thing })));
const portable = held.filter(
  ({ thing, spot }) =>
    !['plant', 'building', 'animal', 'pet', 'food', 'furniture', 'vehicle'].includes(thing.kind) &&
    !['树下', '门口', '窗户旁边'].includes(spot.zh),
);

const rooms = [
  { place: placeOf('classroom'), things: thingsNamed('table', 'chair', 'computer', 'map', 'piano') },
  { place: placeOf('bedroom'), things: thingsNamed('bed', 'lamp', 'mirror', 'table', 'chair', 'bookcase') },
  {
    place: placeOf('livingRoom'),
    things: thingsNamed('sofa', 'television', 'piano', 'lamp', 'painting', 'table'),
  },
  {
    place: placeOf('kitchen'),
    things: thingsNamed('fridge', 'table', 'chair', 'knife', 'bowl', 'plate', 'washing machine'),
  },
  { place: placeOf('office'), things: thingsNamed('computer', 'table', 'chair', 'sofa', 'bookcase', 'lamp') },
  {
    place: placeOf('garden'),
    things: thingsNamed('tree', 'flower', 'bird', 'rose', 'cat', 'rabbit', 'chair'),
  },
  { place: placeOf('park'), things: thingsNamed('tree', 'bird', 'flower', 'river', 'café', 'bridge') },
  {
    place: placeOf('zoo'),
    things: thingsNamed('tiger', 'panda', 'elephant', 'monkey', 'snake', 'bird', 'horse'),
  },
  {
    place: placeOf('village'),
    things: thingsNamed('cow', 'pig', 'school', 'shop', 'river', 'bridge', 'horse', 'sheep', 'hospital'),
  },
  { place: placeOf('library'), things: thingsNamed('computer', 'table', 'chair', 'bookcase', 'café') },
  { place: placeOf('hotel'), things: thingsNamed('restaurant', 'café', 'room', 'shop') },
  { place: placeOf('airport'), things: thingsNamed('plane', 'shop', 'restaurant', 'taxi', 'hotel') },
].flatMap((entry) => entry.things.map((thing) => ({ place: entry.place, thing })));

/** What there is one of, so that nobody counts them. */
const lone = [
  'piano',
  'fridge',
  'washing machine',
  'television',
  'mirror',
  'bed',
  'sofa',
  'lamp',
  'river',
  'street',
  'mountain',
  'school',
  'hospital',
];
const isAre = (n: number): string => (n === 1 ? 'is' : 'are');
const amount = (n: number, thing: Thing): string => {
  const singular = thing.pair === undefined ? indefinite(thing.en) : `a pair of ${thing.pair}`;
  return n === 1 ? singular : `${numberWord(n)} ${thing.plural}`;
};
const nameOf = (thing: Thing): string => thing.pair ?? thing.en;
const be3 = (thing: Thing): string => (thing.pair === undefined ? 'is' : 'are');

const openables = [
  { en: 'the door', zh: '门' },
  { en: 'the window', zh: '窗户' },
  { en: 'the box', zh: '盒子' },
  { en: 'the bag', zh: '包' },
  { en: 'the fridge', zh: '冰箱' },
];
const switches = [
  { en: 'the television', zh: '电视' },
  { en: 'the computer', zh: '电脑' },
  { en: 'the lamp', zh: '灯' },
  { en: 'the radio', zh: '收音机' },
  { en: 'the phone', zh: '手机' },
];
/** 把 sentences: what is done to a thing and what comes of it. */
const disposals = [
  ...openables.map(({ en, zh }) => ({ en: `open ${en}`, zh: `把${zh}打开` })),
  ...openables.map(({ en, zh }) => ({ en: `close ${en}`, zh: `把${zh}关上` })),
  ...switches.map(({ en, zh }) => ({ en: `turn on ${en}`, zh: `把${zh}打开` })),
  ...switches.map(({ en, zh }) => ({ en: `turn off ${en}`, zh: `把${zh}关了` })),
];
const washed = [
  ...[
    'shirt',
    'coat',
    'sweater',
    'plate',
    'bowl',
    'cup',
    'car',
    'trousers',
    'socks',
    'shoes',
    'skirt',
    'bike',
  ].flatMap((name) => thingsNamed(name)),
].map((thing) => ({ en: `wash the ${nameOf(thing)}`, zh: `把${thing.zh}洗干净` }));

const postures = [
  {
    en: 'sitting on the sofa',
    zh: '坐在沙发上',
    acts: [
      'watch TV',
      'read a book',
      'drink tea',
      'read the newspaper',
      'listen to music',
      'chat with friends',
      'listen to the radio',
      'rest',
    ],
  },
  {
    en: 'lying on the bed',
    zh: '躺在床上',
    acts: ['read a book', 'listen to music', 'rest', 'watch TV', 'surf the Internet', 'play video games'],
  },
  { en: 'standing at the door', zh: '站在门口', acts: ['smoke', 'chat with friends', 'wait for the bus'] },
  {
    en: 'sitting under the tree',
    zh: '坐在树下',
    acts: [
      'read a book',
      'rest',
      'play the guitar',
      'drink tea',
      'draw pictures',
      'chat with friends',
      'play chess',
    ],
  },
].flatMap(({ en, zh, acts }) =>
  activities.filter(({ once }) => acts.includes(once)).map((act) => ({ en, zh, act })),
);
const hung = [
  {
    en: 'on the wall',
    zh: '墙上',
    verb: '挂',
    things: thingsNamed('painting', 'map', 'photo', 'mirror', 'hat', 'coat'),
  },
  {
    en: 'on the table',
    zh: '桌子上',
    verb: '放',
    things: [
      ...thingsOf(['reading', 'paper'], ['painting']),
      ...thingsNamed(
        'cup',
        'bowl',
        'plate',
        'lamp',
        'pen',
        'phone',
        'cake',
        'apple',
        'banana',
        'key',
        'wallet',
      ),
    ],
  },
  {
    en: 'at the door',
    zh: '门口',
    verb: '停',
    things: thingsNamed('car', 'bike', 'taxi', 'truck', 'motorbike', 'bus'),
  },
  { en: 'behind the house', zh: '房子后面', verb: '种', things: thingsNamed('tree', 'rose') },
].flatMap((entry) => entry.things.map((thing) => ({ ...entry, thing })));
const englishOf = { 挂: 'hanging', 放: 'lying', 停: 'parked', 种: 'growing' } as Readonly<
  Record<string, string>
>;
const worn = thingsOf(['clothing'], ['socks']);
const suitsGender = (thing: Thing, gender: 'm' | 'f' | undefined): boolean =>
  !(gender !== 'f' && ['dress', 'skirt'].includes(thing.en)) && !(gender !== 'm' && thing.en === 'tie');
const puttable = ['hat', 'tie', 'gloves', 'scarf'];

export const locations: readonly Construction[] = [
  construction(
    'there-is',
    260,
    { item: held, n: [1, 1, 2, 3, 4] },
    ({ item: { spot, thing }, n }) =>
      !(n > 1 && ['river', 'street', 'mountain', 'piano', 'coat'].includes(thing.en)) &&
      !(n > 2 && lone.includes(thing.en)) &&
      say(`there ${isAre(n)} ${amount(n, thing)} ${spot.en}`, `${spot.zh}有${counted(n, thing)}`),
  ),
  construction(
    'there-is-room',
    170,
    { item: rooms, n: [1, 2, 3, 4, 5, 6] },
    ({ item: { place, thing }, n }) =>
      !(n > 2 && lone.includes(thing.en)) &&
      say(`there ${isAre(n)} ${amount(n, thing)} ${place.where}`, `${place.inside}有${counted(n, thing)}`),
  ),
  construction(
    'there-many',
    80,
    { item: rooms },
    ({ item: { place, thing } }) =>
      !lone.includes(thing.en) &&
      say(`there are many ${thing.plural} ${place.where}`, `${place.inside}有很多${thing.zh}`),
  ),
  construction(
    'there-no',
    130,
    {
      item: [
        ...held
          .filter(({ thing }) => thing.kind !== 'building')
          .map(({ spot, thing }) => ({ en: spot.en, zh: spot.zh, thing })),
        ...rooms.map(({ place, thing }) => ({ en: place.where, zh: place.inside, thing })),
      ],
    },
    ({ item: { en, zh, thing } }) =>
      say(`there ${be3(thing)} no ${nameOf(thing)} ${en}`, `${zh}没有${thing.zh}`),
  ),
  construction(
    'ask-there',
    110,
    {
      item: [
        ...held.map(({ spot, thing }) => ({ en: spot.en, zh: spot.zh, thing })),
        ...rooms.map(({ place, thing }) => ({ en: place.where, zh: place.inside, thing })),
      ],
    },
    ({ item: { en, zh, thing } }) =>
      thing.pair === undefined && ask(`is there ${indefinite(thing.en)} ${en}`, `${zh}有${thing.zh}吗`),
  ),
  construction(
    'how-many-there',
    90,
    {
      item: [
        ...held.map(({ spot, thing }) => ({ en: spot.en, zh: spot.zh, thing })),
        ...rooms.map(({ place, thing }) => ({ en: place.where, zh: place.inside, thing })),
      ],
    },
    ({ item: { en, zh, thing } }) =>
      !lone.includes(thing.en) &&
      ask(`how many ${thing.plural} are there ${en}`, `${zh}有几${thing.measure}${thing.zh}`),
  ),
  construction(
    'is-at',
    180,
    { who: acquaintances, item: portable },
    ({ who, item: { spot, thing } }) =>
      suitsOwner(who, thing) &&
      say(
        `${who.possessive} ${nameOf(thing)} ${be3(thing)} ${spot.en}`,
        `${who.zh}的${thing.zh}在${spot.zh}`,
      ),
  ),
  construction(
    'where-thing',
    110,
    { who: asked, item: portable },
    ({ who, item: { thing } }) =>
      suitsOwner(who, thing) &&
      ask(`where ${be3(thing)} ${who.possessive} ${nameOf(thing)}`, `${who.zh}的${thing.zh}在哪里`),
  ),
  construction(
    'durative-place',
    130,
    { item: hung, n: [1, 1, 2, 3] },
    ({ item: { en, zh, verb, thing }, n }) =>
      say(
        `there ${isAre(n)} ${amount(n, thing)} ${englishOf[verb]} ${en}`,
        `${zh}${verb}着${counted(n, thing)}`,
      ),
  ),
  construction(
    'durative-wearing',
    190,
    { who: individuals, thing: worn, color: colors },
    ({ who, thing, color }) =>
      suitsGender(thing, who.gender) &&
      say(
        `${who.en} is wearing ${thing.pair === undefined ? indefinite(`${color.en} ${thing.en}`) : `${color.en} ${thing.pair}`}`,
        `${who.zh}${puttable.includes(nameOf(thing)) ? '戴' : '穿'}着${counted(1, thing, `${color.zh}的`)}`,
      ),
  ),
  construction(
    'durative-posture',
    150,
    { who: subjects, item: postures },
    ({ who, item: { en, zh, act } }) =>
      suits(who, act) &&
      say(
        `${who.en} ${be(who)} ${en} and ${act.once.replace(/^\S+/, (verb) => ({ smoke: 'smoking', chat: 'chatting', write: 'writing' })[verb] ?? `${verb}ing`)}`,
        `${who.zh}${zh}${act.verb}${act.object}`,
      ),
  ),
  construction('ba-please', 32, { what: [...disposals, ...washed] }, ({ what }) =>
    say(`please ${what.en}`, `请${what.zh}`),
  ),
  construction('ba-do-not', 20, { what: disposals }, ({ what }) =>
    say(`do not ${what.en}`, `不要${what.zh}`),
  ),
  construction('ba-past', 170, { who: subjects, what: [...disposals, ...washed] }, ({ who, what }) =>
    say(`${who.en} ${pastTense(what.en)}`, `${who.zh}${what.zh.replace(/关了$/, '关')}了`),
  ),
  construction('ba-put', 180, { who: subjects, item: portable }, ({ who, item: { spot, thing } }) =>
    say(`${who.en} put the ${nameOf(thing)} ${spot.en}`, `${who.zh}把${thing.zh}放在${spot.zh}了`),
  ),
  construction(
    'ba-put-please',
    130,
    { item: portable, that: [true, false] },
    ({ item: { spot, thing }, that }) =>
      thing.pair === undefined &&
      say(
        `please put ${that ? 'that' : 'this'} ${thing.en} ${spot.en}`,
        `请把${pointed(that ? '那' : '这', thing)}放在${spot.zh}`,
      ),
  ),
  construction(
    'saw-animal',
    130,
    {
      who: subjects,
      thing: thingsOf(['pet', 'animal'], ['fish', 'mouse']),
      n: [1, 2, 3, 4],
      place: [placeOf('park'), placeOf('river'), placeOf('village'), placeOf('zoo')],
      when: pastDays.slice(0, 4),
    },
    ({ who, thing, n, place }) =>
      (place.key === 'zoo') === ['monkey', 'tiger', 'panda', 'elephant', 'snake'].includes(thing.en) &&
      !(place.key === 'park' && ['horse', 'sheep', 'cow', 'pig', 'chicken'].includes(thing.en)) &&
      say(
        `${who.en} saw ${amount(n, thing)} ${place.where}`,
        `${who.zh}在${place.at}看见了${counted(n, thing)}`,
      ),
  ),
];
