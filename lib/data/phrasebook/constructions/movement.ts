/** Coming and going: 去, 来, 从, 离, directional complements, 是…的 of manner. */
import { numeral } from '../chinese';
import { ask, type Construction, construction, say } from '../construction';
import { numberWord } from '../english';
import { activities, scenes, suits, timely } from '../lexicon/activities';
import { asked, subjects } from '../lexicon/people';
import { cities, destinations, landmarks, type Place, placeOf, places, regions } from '../lexicon/places';
import { futureDays, futureTimes, pastTimes } from '../lexicon/times';
import { be, does, has, present } from './agreement';

const vehicles = [
  { en: 'by bus', zh: '坐公共汽车' },
  { en: 'by taxi', zh: '坐出租车' },
  { en: 'by bike', zh: '骑自行车' },
  { en: 'by car', zh: '开车' },
  { en: 'on foot', zh: '走路' },
];
const farVehicles = [
  { en: 'by train', zh: '坐火车' },
  { en: 'by plane', zh: '坐飞机' },
];
const enterable: readonly Place[] = places.filter(
  ({ kind, zh }) =>
    (kind === 'room' && zh !== '花园') ||
    ['bank', 'library', 'restaurant', 'café', 'shop', 'hotel', 'hospital'].some(
      (name) => zh === placeOf(name === 'café' ? 'cafe' : (name as 'bank')).zh,
    ),
);

export const movement: readonly Construction[] = [
  construction('where-place', 20, { place: destinations }, ({ place }) =>
    ask(`where is ${place.en}`, `${place.zh}在哪里`),
  ),
  construction(
    'person-at',
    140,
    { who: subjects, place: places.filter(({ kind }) => kind !== 'city' && kind !== 'country') },
    ({ who, place }) => say(`${who.en} ${be(who)} ${place.where} now`, `${who.zh}现在在${place.at}`),
  ),
  construction('person-not-at', 110, { who: subjects, place: places }, ({ who, place }) =>
    say(`${who.en} ${be(who)} not ${place.where}`, `${who.zh}不在${place.at}`),
  ),
  construction('person-at-ask', 110, { who: asked, place: places }, ({ who, place }) =>
    ask(`${be(who)} ${who.en} ${place.where}`, `${who.zh}在${place.at}吗`),
  ),
  construction(
    'goes-by',
    150,
    { who: subjects, place: destinations, by: vehicles },
    ({ who, place, by }) =>
      !(by.en === 'by car' && who.age === 'child') &&
      say(
        `${who.en} often ${present(who, 'go')} ${place.whither} ${by.en}`,
        `${who.zh}常常${by.zh}去${place.zh}`,
      ),
  ),
  construction(
    'shi-de-came',
    90,
    { who: subjects, by: [...vehicles, ...farVehicles] },
    ({ who, by }) =>
      !(by.en === 'by car' && who.age === 'child') &&
      say(`${who.en} came here ${by.en}`, `${who.zh}是${by.zh}来这里的`),
  ),
  construction('shi-de-went', 120, { who: subjects, by: farVehicles, place: cities }, ({ who, by, place }) =>
    say(`${who.en} went ${place.whither} ${by.en}`, `${who.zh}是${by.zh}去${place.zh}的`),
  ),
  construction('came-back', 130, { who: subjects, place: regions, when: pastTimes }, ({ who, place, when }) =>
    say(`${who.en} came back from ${place.en} ${when.en}`, `${who.zh}${when.zh}从${place.zh}回来了`),
  ),
  construction(
    'will-come-back',
    120,
    { who: subjects, place: regions, when: futureTimes },
    ({ who, place, when }) =>
      say(`${who.en} will come back from ${place.en} ${when.en}`, `${who.zh}${when.zh}会从${place.zh}回来`),
  ),
  construction(
    'walked-into',
    130,
    {
      who: subjects,
      place: enterable,
      way: ['walked into|走进了', 'ran into|跑进了', 'walked out of|走出了', 'ran out of|跑出了'],
    },
    ({ who, place, way }) => {
      const [en = '', zh] = way.split('|');
      return (
        !(en.startsWith('ran') && who.age === 'elder') &&
        say(`${who.en} ${en} ${place.en}`, `${who.zh}${zh}${place.zh}`)
      );
    },
  ),
  construction(
    'distance',
    110,
    { a: landmarks, b: landmarks, how: ['far from|远', 'near|近', 'not far from|不远'] },
    ({ a, b, how }) => {
      const [en, zh] = how.split('|');
      return a !== b && say(`${a.en} is ${en} ${b.en}`, `${a.zh}离${b.zh}${zh === '不远' ? zh : `很${zh}`}`);
    },
  ),
  construction(
    'takes-time',
    110,
    { a: landmarks, b: landmarks, n: [5, 10, 12] },
    ({ a, b, n }) =>
      a !== b &&
      say(
        `it takes ${numberWord(n)} minutes to walk from ${a.en} to ${b.en}`,
        `从${a.zh}走到${b.zh}要${numeral(n)}分钟`,
      ),
  ),
  construction(
    'serial-go',
    180,
    {
      who: subjects,
      scene: scenes(
        activities.filter(({ once, traits }) => traits.includes('p') && !['work', 'smoke'].includes(once)),
      ).filter(
        ({ place }) =>
          !['home', 'room', 'city', 'country'].includes(place.kind) &&
          !['school', 'office', 'hotel', 'busStop'].includes(place.key),
      ),
      when: futureDays,
    },
    ({ who, scene: { act, place }, when }) =>
      suits(who, act) &&
      timely(act, when) &&
      say(
        `${who.en} ${present(who, 'want')} to go ${place.whither} to ${act.once} ${when.en}`,
        `${who.zh}${when.zh}想去${place.zh}${act.verb}${act.object}`,
      ),
  ),
  construction(
    'lets-go',
    60,
    {
      place: destinations.filter(({ key }) =>
        [
          'park',
          'cinema',
          'restaurant',
          'cafe',
          'museum',
          'zoo',
          'sea',
          'river',
          'bookstore',
          'market',
          'supermarket',
          'swimmingPool',
          'gym',
          'library',
        ].includes(key),
      ),
      when: futureDays,
    },
    ({ place, when }) => say(`let us go ${place.whither} ${when.en}`, `我们${when.zh}去${place.zh}吧`),
  ),
  construction('distance-ask', 40, { place: landmarks }, ({ place }) =>
    ask(`is ${place.en} far from here`, `${place.zh}离这里远吗`),
  ),
  construction('arrived', 120, { who: subjects, place: [...destinations, ...cities] }, ({ who, place }) =>
    say(
      `${who.en} ${has(who)} not arrived ${place.kind === 'city' ? 'in' : 'at'} ${place.en} yet`,
      `${who.zh}还没到${place.zh}`,
    ),
  ),
  construction('wants-go', 130, { who: asked, place: regions }, ({ who, place }) =>
    ask(`${does(who)} ${who.en} want to go ${place.whither}`, `${who.zh}想去${place.zh}吗`),
  ),
];
