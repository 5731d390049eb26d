/** Wishes: 要是…就好了 for what is not so, 但愿 for what may be. */
import { counted, plain } from '../chinese';
import { type Construction, construction, say } from '../construction';
import { indefinite } from '../english';
import { having, suits } from '../lexicon/activities';
import { suitsOwner } from '../lexicon/ownership';
import { i, individuals, names, they, we } from '../lexicon/people';
import { cities, regions } from '../lexicon/places';
import { traits } from '../lexicon/qualities';
import { thingsNamed } from '../lexicon/things';
import { futureDays, futureTimes } from '../lexicon/times';
import { fitting } from './descriptions';

const speakers = [i, i, i, we, we, they];
const desired = thingsNamed(
  'car',
  'house',
  'bike',
  'motorbike',
  'computer',
  'camera',
  'piano',
  'guitar',
  'violin',
  'dog',
  'cat',
  'horse',
  'company',
  'shop',
  'plan',
  'idea',
);
const precipitation = [
  { en: 'rain', zh: '下雨' },
  { en: 'snow', zh: '下雪' },
];

export const wishes: readonly Construction[] = [
  construction(
    'wish-could',
    110,
    { who: [...speakers, ...individuals], act: having('s') },
    ({ who, act }) =>
      suits(who, act) && say(`I wish ${who.en} could ${act.habit}`, `要是${who.zh}会${plain(act)}就好了`),
  ),
  construction(
    'wish-had',
    80,
    { who: [...speakers, ...names], thing: desired },
    ({ who, thing }) =>
      suitsOwner(who, thing) &&
      say(`I wish ${who.en} had ${indefinite(thing.en)}`, `要是${who.zh}有${counted(1, thing)}就好了`),
  ),
  construction(
    'wish-were',
    60,
    {
      who: [i, i, ...individuals],
      trait: traits.filter(({ en }) => !['young', 'lazy', 'serious'].includes(en)),
    },
    ({ who, trait }) =>
      fitting(who, trait) &&
      say(`I wish ${who.en} were ${trait.comparative}`, `要是${who.zh}再${trait.zh}一点儿就好了`),
  ),
  construction('wish-lived', 60, { who: [...speakers, ...individuals], place: regions }, ({ who, place }) =>
    say(`I wish ${who.en} lived ${place.where}`, `要是${who.zh}住在${place.zh}就好了`),
  ),
  construction(
    'let-us-hope-weather',
    60,
    { place: cities, fall: precipitation, when: futureDays },
    ({ place, fall, when }) =>
      say(
        `let us hope it does not ${fall.en} ${place.where} ${when.en}`,
        `但愿${place.zh}${when.zh}不${fall.zh}`,
      ),
  ),
  construction(
    'let-us-hope-return',
    70,
    { who: individuals, place: regions, when: futureTimes.slice(0, 4) },
    ({ who, place, when }) =>
      say(
        `let us hope ${who.en} can come back from ${place.en} ${when.en}`,
        `但愿${who.zh}${when.zh}能从${place.zh}回来`,
      ),
  ),
];
