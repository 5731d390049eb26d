/** Dealing with one another: wishes, greetings, calls, letters, clock times. */
import { numeral } from '../chinese';
import { type Construction, construction, say } from '../construction';
import { indefinite, numberWord, pastTense } from '../english';
import { activities, suits } from '../lexicon/activities';
import { individuals, professions, subjects, you } from '../lexicon/people';
import { destinations, landmarks } from '../lexicon/places';
import { thingsNamed } from '../lexicon/things';
import { everyDays, futureDays, pastDays, weekdays } from '../lexicon/times';
import { present } from './agreement';
import { fixtures, keeps } from './questions';

const kin = individuals.filter(({ en }) => !en.startsWith('the ') && !/^(he|she)$/.test(en));
const wishes = [
  { en: 'a happy birthday', zh: '生日快乐' },
  { en: 'a happy New Year', zh: '新年快乐' },
  { en: 'good luck', zh: '好运' },
  { en: 'a good weekend', zh: '周末愉快' },
  { en: 'a good trip', zh: '旅途愉快' },
  { en: 'good health', zh: '身体健康' },
  { en: 'success', zh: '成功' },
];
/** Verb copied before 得: 他唱歌唱得很好. */
const performed = activities.filter(
  ({ once }) =>
    /^(swim|dance|sing|cook|play|speak|drive|write Chinese|draw|ski|skate|ride)/.test(once) &&
    !once.includes('video'),
);
const manners = [
  { en: 'very well', zh: '很好' },
  { en: 'really well', zh: '非常好' },
  { en: 'well', zh: '不错' },
  { en: 'badly', zh: '不好' },
];
const times = fixtures.flatMap(({ en, zh, hours }) => hours.map((hour) => ({ en, zh, hour })));

export const social: readonly Construction[] = [
  construction('wish', 150, { who: [you, you, you, ...kin], wish: wishes }, ({ who, wish }) =>
    // to one's face it is the bare 祝你
    say(`I wish ${who.object} ${wish.en}`, `${who === you ? '' : '我'}祝${who.zh}${wish.zh}`),
  ),
  construction(
    'wish-become',
    160,
    {
      who: individuals.filter(({ age, en }) => ['any', 'child'].includes(age) && !en.startsWith('the ')),
      job: professions.filter(({ en }) => en !== 'student' && en !== 'waiter'),
    },
    ({ who, job }) =>
      say(`I hope ${who.en} will become ${indefinite(job.en)}`, `我希望${who.zh}能成为${job.zh}`),
  ),
  construction(
    'calls',
    160,
    { who: subjects, other: kin, when: [...everyDays] },
    ({ who, other, when }) =>
      who.zh !== other.zh &&
      say(
        `${who.en} ${present(who, 'call')} ${other.object} ${when.en}`,
        `${who.zh}${when.zh}给${other.zh}打电话`,
      ),
  ),
  construction(
    'called',
    150,
    { who: subjects, other: kin, when: pastDays },
    ({ who, other, when }) =>
      who.zh !== other.zh &&
      say(`${who.en} called ${other.object} ${when.en}`, `${who.zh}${when.zh}给${other.zh}打了电话`),
  ),
  construction(
    'will-call',
    120,
    { who: subjects, other: kin, when: futureDays },
    ({ who, other, when }) =>
      who.zh !== other.zh &&
      say(`${who.en} will call ${other.object} ${when.en}`, `${who.zh}${when.zh}会给${other.zh}打电话`),
  ),
  construction(
    'sent',
    130,
    {
      who: subjects,
      other: kin,
      thing: thingsNamed('letter', 'postcard', 'gift', 'photo', 'book'),
      n: [1, 2, 3],
    },
    ({ who, other, thing, n }) =>
      who.zh !== other.zh &&
      say(
        `${who.en} sent ${other.object} ${n === 1 ? indefinite(thing.en) : `${numberWord(n)} ${thing.plural}`}`,
        `${who.zh}给${other.zh}寄了${numeral(n)}${thing.measure}${thing.zh}`,
      ),
  ),
  construction(
    'misses',
    110,
    { who: subjects, other: kin },
    ({ who, other }) =>
      who.zh !== other.zh &&
      say(`${who.en} ${present(who, 'miss')} ${other.object} very much`, `${who.zh}很想念${other.zh}`),
  ),
  construction(
    'waits-for',
    130,
    { who: subjects, other: kin, place: destinations },
    ({ who, other, place }) =>
      who.zh !== other.zh &&
      say(
        `${who.en} ${who.en === 'I' ? 'am' : who.third ? 'is' : 'are'} waiting for ${other.object} ${place.where}`,
        `${who.zh}正在${place.at}等${other.zh}`,
      ),
  ),
  construction(
    'met-at',
    150,
    { who: subjects, other: kin, place: destinations, when: pastDays.slice(0, 4) },
    ({ who, other, place, when }) =>
      who.zh !== other.zh &&
      say(
        `${who.en} met ${other.object} ${place.where} ${when.en}`,
        `${who.zh}${when.zh}在${place.at}遇见了${other.zh}`,
      ),
  ),
  construction(
    'will-meet',
    120,
    { who: subjects, other: kin, place: landmarks, day: weekdays },
    ({ who, other, place, day }) =>
      who.zh !== other.zh &&
      say(
        `${who.en} will meet ${other.object} ${place.where} on ${day.en}`,
        `${who.zh}${day.zh}会在${place.at}和${other.zh}见面`,
      ),
  ),
  construction(
    'performs',
    200,
    { who: subjects, act: performed, how: manners },
    ({ who, act, how }) =>
      suits(who, act) &&
      say(
        `${who.en} ${present(who, act.habit)} ${how.en}`,
        `${who.zh}${act.verb}${act.object}${act.verb}得${how.zh}`,
      ),
  ),
  construction(
    'clock',
    200,
    { who: subjects, item: times },
    ({ who, item: { en, zh, hour } }) =>
      keeps(who, en) &&
      say(
        `${who.en} ${present(who, en)} at ${numberWord(hour)} o'clock every day`,
        `${who.zh}每天${numeral(hour)}点${zh}`,
      ),
  ),
  construction(
    'clock-past',
    120,
    { who: subjects, item: times.filter(({ en }) => !en.includes('breakfast')) },
    ({ who, item: { en, zh, hour } }) =>
      keeps(who, en) &&
      say(
        `${who.en} ${pastTense(en)} at ${numberWord(hour)} o'clock yesterday`,
        `${who.zh}昨天${numeral(hour)}点${zh.slice(0, 1)}的${zh.slice(1)}`,
      ),
  ),
];
