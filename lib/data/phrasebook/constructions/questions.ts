/** Yes/no questions with 吗 and questions with a question word, whose place in Chinese is the answer's. */
import { completed, lasted, plain } from '../chinese';
import { ask, type Construction, construction } from '../construction';
import { gerund, pastParticiple } from '../english';
import { definite, having, scenes, suits, timely } from '../lexicon/activities';
import { asked, type Person, yourRelatives } from '../lexicon/people';
import { destinations, regions } from '../lexicon/places';
import { moods, traits } from '../lexicon/qualities';
import { everyDays, futureDays, futureTimes, pastDays } from '../lexicon/times';
import { be, does, has } from './agreement';
import { fitting } from './descriptions';

const local = scenes().filter(
  ({ place, act }) => place.kind !== 'city' && place.kind !== 'country' && act.traits.includes('p'),
);
const rooms = [...new Map(local.map(({ place }) => [place.key, place])).values()];
const events = having('e');
const going = having('p');
const hobbies = having('h');
/** Hobbies that one chooses a place for. */
const outings = hobbies.filter(({ once }) =>
  /^(swim|run|dance|play [fbtvc]|watch|drink|study|take|ski|skate|fish|shop|exercise|walk|chat|ride)/.test(
    once,
  ),
);

/** Daily fixtures that have a clock time. */
export const fixtures = [
  { en: 'get up', zh: '起床', hours: [5, 6, 7, 8] },
  { en: 'go to bed', zh: '睡觉', hours: [9, 10, 11, 12] },
  { en: 'go to work', zh: '上班', hours: [7, 8, 9] },
  { en: 'get home', zh: '到家', hours: [4, 5, 6, 7] },
  { en: 'eat breakfast', zh: '吃早饭', hours: [6, 7, 8] },
  { en: 'eat lunch', zh: '吃午饭', hours: [11, 12, 1] },
  { en: 'eat dinner', zh: '吃晚饭', hours: [5, 6, 7] },
  { en: 'go to school', zh: '上学', hours: [7, 8] },
] as const;

/** Whether it is a fixture of this person's day. */
export function keeps(who: Person, fixture: string): boolean {
  if (fixture === 'go to work') return who.age === 'adult' || who.age === 'any';
  return !(fixture === 'go to school' && ['adult', 'elder'].includes(who.age));
}

const yesNo: readonly Construction[] = [
  construction(
    'ask-likes',
    150,
    { who: asked, act: hobbies },
    ({ who, act }) =>
      suits(who, act) && ask(`${does(who)} ${who.en} like to ${act.habit}`, `${who.zh}喜欢${plain(act)}吗`),
  ),
  construction(
    'ask-often',
    150,
    { who: asked, act: hobbies },
    ({ who, act }) =>
      suits(who, act) && ask(`${does(who)} ${who.en} often ${act.habit}`, `${who.zh}常常${plain(act)}吗`),
  ),
  construction(
    'ask-can',
    130,
    { who: asked, act: having('s') },
    ({ who, act }) => suits(who, act) && ask(`can ${who.en} ${act.habit}`, `${who.zh}会${plain(act)}吗`),
  ),
  construction(
    'ask-did',
    210,
    { who: asked, act: events, when: pastDays },
    ({ who, act, when }) =>
      suits(who, act) &&
      timely(act, when) &&
      ask(`did ${who.en} ${definite(act, who)} ${when.en}`, `${who.zh}${when.zh}${plain(act)}了吗`),
  ),
  construction(
    'ask-will',
    170,
    { who: asked, act: events, when: futureDays },
    ({ who, act, when }) =>
      suits(who, act) &&
      timely(act, when) &&
      ask(`will ${who.en} ${act.once} ${when.en}`, `${who.zh}${when.zh}会${plain(act)}吗`),
  ),
  construction(
    'ask-wants',
    150,
    { who: asked, act: hobbies, when: futureDays },
    ({ who, act, when }) =>
      suits(who, act) &&
      timely(act, when) &&
      ask(`${does(who)} ${who.en} want to ${act.once} ${when.en}`, `${who.zh}${when.zh}想${plain(act)}吗`),
  ),
  construction(
    'ask-progressive',
    150,
    { who: asked, scene: local },
    ({ who, scene: { act, place } }) =>
      suits(who, act) &&
      ask(
        `${be(who)} ${who.en} ${gerund(act.once)} ${place.where}`,
        `${who.zh}正在${place.at}${plain(act)}吗`,
      ),
  ),
  construction(
    'ask-already',
    120,
    { who: asked, act: having('e', 'c') },
    ({ who, act }) =>
      suits(who, act) &&
      ask(
        `${has(who)} ${who.en} already ${pastParticiple(definite(act, who))}`,
        `${who.zh}已经${completed(act)}了吗`,
      ),
  ),
  construction('ask-been', 110, { who: asked, place: regions }, ({ who, place }) =>
    ask(`${has(who)} ${who.en} ever been ${place.whither}`, `${who.zh}去过${place.zh}吗`),
  ),
  construction(
    'ask-mood',
    130,
    { who: asked, mood: moods.filter(({ en }) => en !== 'angry') },
    ({ who, mood }) => ask(`${be(who)} ${who.en} ${mood.en}`, `${who.zh}${mood.zh}吗`),
  ),
  construction(
    'ask-trait',
    80,
    { who: yourRelatives, trait: traits },
    ({ who, trait }) => fitting(who, trait) && ask(`is ${who.en} ${trait.en}`, `${who.zh}${trait.zh}吗`),
  ),
];

const withWord: readonly Construction[] = [
  construction('what-doing', 130, { who: asked, place: rooms }, ({ who, place }) =>
    ask(`what ${be(who)} ${who.en} doing ${place.where}`, `${who.zh}在${place.at}做什么`),
  ),
  construction('what-did', 90, { who: asked, when: pastDays }, ({ who, when }) =>
    ask(`what did ${who.en} do ${when.en}`, `${who.zh}${when.zh}做了什么`),
  ),
  construction('what-will', 90, { who: asked, when: futureDays }, ({ who, when }) =>
    ask(`what ${be(who)} ${who.en} going to do ${when.en}`, `${who.zh}${when.zh}要做什么`),
  ),
  construction('who-doing', 120, { scene: local }, ({ scene: { act, place } }) =>
    ask(`who is ${gerund(act.once)} ${place.where}`, `谁正在${place.at}${plain(act)}`),
  ),
  construction('who-likes', 60, { act: hobbies }, ({ act }) =>
    ask(`who likes to ${act.habit}`, `谁喜欢${plain(act)}`),
  ),
  construction('who-can', 40, { act: having('s') }, ({ act }) =>
    ask(`who can ${act.habit}`, `谁会${plain(act)}`),
  ),
  construction(
    'who-did',
    100,
    { act: events, when: pastDays },
    ({ act, when }) =>
      timely(act, when) && ask(`who did not ${act.once} ${when.en}`, `谁${when.zh}没${plain(act)}`),
  ),
  construction(
    'where-usually',
    150,
    { who: asked, act: [...new Set(local.map(({ act }) => act))] },
    ({ who, act }) =>
      suits(who, act) &&
      ask(`where ${does(who)} ${who.en} usually ${act.habit}`, `${who.zh}通常在哪里${plain(act)}`),
  ),
  construction(
    'where-want',
    110,
    { who: asked, act: outings, when: futureDays },
    ({ who, act, when }) =>
      suits(who, act) &&
      timely(act, when) &&
      ask(
        `where ${does(who)} ${who.en} want to ${act.once} ${when.en}`,
        `${who.zh}${when.zh}想在哪里${plain(act)}`,
      ),
  ),
  construction(
    'when-usually',
    110,
    { who: asked, act: having('p').filter(({ traits: t }) => /[cw]/.test(t)) },
    ({ who, act }) =>
      suits(who, act) &&
      ask(`when ${does(who)} ${who.en} usually ${act.habit}`, `${who.zh}通常什么时候${plain(act)}`),
  ),
  construction('when-go', 130, { who: asked, place: [...regions, ...destinations] }, ({ who, place }) =>
    ask(`when will ${who.en} go ${place.whither}`, `${who.zh}什么时候去${place.zh}`),
  ),
  construction('when-come-back', 90, { who: asked, place: regions }, ({ who, place }) =>
    ask(`when did ${who.en} come back from ${place.en}`, `${who.zh}是什么时候从${place.zh}回来的`),
  ),
  construction('why-mood', 110, { who: asked, mood: moods }, ({ who, mood }) =>
    ask(`why ${be(who)} ${who.en} so ${mood.en}`, `${who.zh}为什么这么${mood.zh}`),
  ),
  construction(
    'why-not',
    140,
    { who: asked, act: [...events, ...going], when: pastDays },
    ({ who, act, when }) =>
      suits(who, act) &&
      timely(act, when) &&
      ask(
        `why did ${who.en} not ${definite(act, who)} ${when.en}`,
        `${who.zh}${when.zh}为什么没${plain(act)}`,
      ),
  ),
  construction(
    'why-dislikes',
    90,
    { who: asked, act: hobbies },
    ({ who, act }) =>
      suits(who, act) &&
      ask(`why ${does(who)} ${who.en} not like to ${act.habit}`, `${who.zh}为什么不喜欢${plain(act)}`),
  ),
  construction(
    'how-go',
    120,
    { who: asked, place: [...regions, ...destinations], when: futureTimes.slice(0, 4) },
    ({ who, place, when }) =>
      ask(`how will ${who.en} get ${place.whither} ${when.en}`, `${who.zh}${when.zh}怎么去${place.zh}`),
  ),
  construction(
    'how-long',
    110,
    { who: asked, act: having('d'), when: pastDays },
    ({ who, act, when }) =>
      suits(who, act) &&
      ask(`how long did ${who.en} ${act.habit} ${when.en}`, `${who.zh}${when.zh}${lasted(act, '多长时间')}`),
  ),
  construction(
    'how-often',
    90,
    { who: asked, act: having('w') },
    ({ who, act }) =>
      suits(who, act) &&
      ask(
        `how many times a week ${does(who)} ${who.en} ${act.habit}`,
        `${who.zh}每个星期${act.verb}几次${act.object}`,
      ),
  ),
  construction(
    'what-time',
    110,
    { who: asked, fixture: fixtures, when: everyDays.slice(0, 1) },
    ({ who, fixture, when }) =>
      keeps(who, fixture.en) &&
      ask(
        `what time ${does(who)} ${who.en} ${fixture.en} ${when.en}`,
        `${who.zh}${when.zh}几点${fixture.zh}`,
      ),
  ),
  construction('how-old', 40, { who: asked.filter(({ singular }) => singular) }, ({ who }) =>
    ask(`how old ${be(who)} ${who.en}`, `${who.zh}多大${who.age === 'elder' ? '年纪' : ''}了`),
  ),
];

export const questions: readonly Construction[] = [...yesNo, ...withWord];
