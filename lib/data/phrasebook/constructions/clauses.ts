/** Sentences of two clauses: 因为…所以, 虽然…但是, 如果…就, 先…再, 一…就, 觉得, 知道, 希望, 以为, 听说. */
import { plain } from '../chinese';
import { type Construction, construction, say } from '../construction';
import { indefinite, pastTense } from '../english';
import { activities, definite, having, scenes, suits, timely } from '../lexicon/activities';
import {
  acquaintances,
  hasPronoun,
  individuals,
  names,
  professions,
  subjects,
  subjectsWithPronoun,
} from '../lexicon/people';
import { destinations, regions } from '../lexicon/places';
import { moods } from '../lexicon/qualities';
import { futureDays, futureTimes, pastDays } from '../lexicon/times';
import { be, does, has, present, was } from './agreement';
import { employable } from './descriptions';

const indoors = scenes(having('p')).filter(
  ({ place, act }) => place.key === 'home' && !act.traits.includes('x') && act.once !== 'take a shower',
);
const events = having('e');
const outdoors = activities.filter(({ once }) =>
  /^(run|swim|play (football|basketball|tennis)|take (photos|a walk)|ride|climb|fish|walk the dog|skate|exercise)/.test(
    once,
  ),
);
const weary = moods.filter(({ en }) => ['tired', 'busy', 'sleepy', 'sad', 'angry'].includes(en));
const named = acquaintances.filter(({ en }) => !en.includes('neighbor'));
const evening = activities.filter(({ once }) =>
  /^(watch TV|read a|listen|drink tea|take a walk|rest|surf|do homework|write a|study|chat|play (chess|the)|take a shower|wash the dishes)/.test(
    once,
  ),
);
const weather = [
  { en: 'it rains', zh: '下雨' },
  { en: 'it snows', zh: '下雪' },
  { en: 'it is hot', zh: '很热' },
  { en: 'it is cold', zh: '很冷' },
];
const opinions = individuals.filter(hasPronoun);
/** What one looks forward to doing some day. */
const ambitions = activities.filter(({ once }) => /^(study .|climb|skate|ski|fish|swim)/.test(once));
/** People whom the speaker's family need not know. */
const strangers = named.filter(
  ({ en }) => !en.startsWith('my ') || /friend|classmate|boss|colleague/.test(en),
);

export const clauses: readonly Construction[] = [
  construction(
    'because-mood',
    220,
    { who: subjectsWithPronoun, mood: weary, act: events, when: pastDays },
    ({ who, mood, act, when }) =>
      suits(who, act) &&
      timely(act, when) &&
      say(
        `${who.en} did not ${definite(act, who)} ${when.en} because ${who.pronoun.subject} ${was(who)} ${mood.en}`,
        `因为${who.zh}很${mood.zh}，所以${when.zh}没${plain(act)}`,
      ),
  ),
  construction(
    'because-weather',
    130,
    {
      who: subjects,
      act: outdoors,
      why: ['it rained|下雨了', 'it snowed|下雪了', 'it was cold|天气很冷', 'it was hot|天气很热'],
    },
    ({ who, act, why }) => {
      const [en, zh] = why.split('|');
      return (
        !(act.once === 'swim' && why.includes('hot')) &&
        !(act.once === 'skate' && why.includes('cold')) &&
        suits(who, act) &&
        say(`because ${en}, ${who.en} did not ${act.once}`, `因为${zh}，所以${who.zh}没${plain(act)}`)
      );
    },
  ),
  construction(
    'because-sick',
    120,
    {
      who: subjectsWithPronoun,
      place: destinations.filter(({ key }) =>
        ['school', 'office', 'library', 'park', 'museum', 'cinema', 'zoo', 'gym', 'swimmingPool'].includes(
          key,
        ),
      ),
      when: pastDays.slice(0, 6),
    },
    ({ who, place, when }) =>
      !(place.key === 'school' && ['adult', 'elder'].includes(who.age)) &&
      !(place.key === 'office' && ['child', 'elder'].includes(who.age)) &&
      say(
        `${who.en} did not go ${place.whither} ${when.en} because ${who.pronoun.subject} ${was(who)} sick`,
        `因为${who.zh}病了，所以${when.zh}没去${place.zh}`,
      ),
  ),
  construction(
    'although',
    170,
    {
      who: subjectsWithPronoun,
      mood: moods.filter(({ en }) => ['tired', 'busy', 'sleepy', 'hungry', 'thirsty'].includes(en)),
      act: having('d', 'p').filter(({ traits }) => !traits.includes('h') || traits.includes('c')),
    },
    ({ who, mood, act }) =>
      !['sleep', 'rest'].includes(act.once) &&
      !(mood.en === 'busy' && /work|meeting/.test(act.once)) &&
      suits(who, act) &&
      say(
        `although ${who.en} ${be(who)} ${mood.en}, ${who.pronoun.subject} still ${present(who, 'want')} to ${act.once}`,
        `虽然${who.zh}很${mood.zh}，但是还想${plain(act)}`,
      ),
  ),
  construction(
    'if-weather',
    170,
    { who: subjects, act: indoors, sky: weather, when: futureDays.filter(({ part }) => part === undefined) },
    ({ who, act: { act }, sky, when }) =>
      suits(who, act) &&
      say(
        `if ${sky.en} ${when.en}, ${who.en} will ${act.once} at home`,
        `如果${when.zh}${sky.zh}，${who.zh}就在家${plain(act)}`,
      ),
  ),
  construction(
    'if-not-weather',
    130,
    { who: subjects, act: outdoors, sky: weather.slice(0, 2), when: futureDays },
    ({ who, act, sky, when }) =>
      suits(who, act) &&
      say(
        `if ${sky.en.replace('it ', 'it does not ').replace(/s$/, '')} ${when.en}, ${who.en} will ${act.once}`,
        `如果${when.zh}不${sky.zh}，${who.zh}就去${plain(act)}`,
      ),
  ),
  construction(
    'if-free',
    140,
    { who: subjectsWithPronoun, act: having('h', 'e'), when: futureDays },
    ({ who, act, when }) =>
      suits(who, act) &&
      timely(act, when) &&
      say(
        `if ${who.en} ${be(who)} free ${when.en}, ${who.pronoun.subject} will ${act.once}`,
        `如果${who.zh}${when.zh}有空，就会${plain(act)}`,
      ),
  ),
  construction(
    'if-mood',
    110,
    {
      who: subjectsWithPronoun,
      mood: moods.filter(({ en }) =>
        ['tired', 'sleepy', 'bored', 'sad', 'nervous', 'lonely', 'angry'].includes(en),
      ),
      act: evening.filter(({ once }) => /watch|read|listen|walk|rest|chat|surf|tea/.test(once)),
    },
    ({ who, mood, act }) =>
      !(mood.en === 'sleepy' && /watch|read|chat|surf/.test(act.once)) &&
      suits(who, act) &&
      say(
        `when ${who.en} ${be(who)} ${mood.en}, ${who.pronoun.subject} often ${present(who, act.habit)}`,
        `${who.zh}${mood.zh}的时候常常${plain(act)}`,
      ),
  ),
  construction(
    'as-soon-as',
    110,
    {
      who: subjectsWithPronoun,
      act: evening.filter(({ once }) => !/wash the dishes|take a walk/.test(once)),
    },
    ({ who, act }) =>
      suits(who, act) &&
      say(
        `as soon as ${who.en} ${present(who, 'get')} home, ${who.pronoun.subject} ${present(who, act.habit)}`,
        `${who.zh}一到家就${plain(act)}`,
      ),
  ),
  construction(
    'first-then',
    150,
    { who: subjects, first: having('c', 'e'), second: evening, when: futureDays },
    ({ who, first, second, when }) =>
      first !== second &&
      suits(who, first) &&
      suits(who, second) &&
      timely(first, when) &&
      say(
        `${who.en} will first ${first.once} and then ${second.once} ${when.en}`,
        `${who.zh}${when.zh}会先${plain(first)}再${plain(second)}`,
      ),
  ),
  construction(
    'before-bed',
    110,
    { who: subjects, act: evening, how: ['often|常常', 'always|总是', 'usually|通常'] },
    ({ who, act, how }) => {
      const [en = '', zh] = how.split('|');
      return (
        suits(who, act) &&
        say(
          `${who.en} ${en} ${present(who, act.habit)} before going to bed`,
          `${who.zh}睡觉以前${zh}${plain(act)}`,
        )
      );
    },
  ),
  construction(
    'as-a-child',
    130,
    {
      who: subjectsWithPronoun.filter(({ age }) => age !== 'child'),
      act: having('h').filter(
        ({ traits, once }) => !traits.includes('a') && !/Internet|video|shop/.test(once),
      ),
    },
    ({ who, act }) =>
      who.en !== 'the students' &&
      say(
        `when ${who.en} ${was(who)} ${who.singular ? 'a child' : 'children'}, ${who.pronoun.subject} often ${pastTense(act.habit)}`,
        `${who.zh}小时候常常${plain(act)}`,
      ),
  ),
  construction(
    'hopes-can',
    130,
    { who: subjects, act: ambitions, when: futureTimes.slice(3) },
    ({ who, act, when }) =>
      suits(who, act) &&
      !(/^sk/.test(act.once) && when.en.includes('summer')) &&
      say(
        `${who.en} ${present(who, 'hope')} to ${act.habit} ${when.en}`,
        `${who.zh}希望${when.zh}能${plain(act)}`,
      ),
  ),
  construction(
    'hopes-go',
    120,
    { who: subjects, place: regions, when: futureTimes.slice(3) },
    ({ who, place, when }) =>
      say(
        `${who.en} ${present(who, 'hope')} to go ${place.whither} ${when.en}`,
        `${who.zh}希望${when.zh}能去${place.zh}`,
      ),
  ),
  construction(
    'hopes-weather',
    60,
    { who: subjects, sky: weather.slice(0, 2), when: futureDays },
    ({ who, sky, when }) =>
      say(
        `${who.en} ${present(who, 'hope')} it does not ${sky.en.replace('it ', '').replace(/s$/, '')} ${when.en}`,
        `${who.zh}希望${when.zh}不${sky.zh}`,
      ),
  ),
  construction(
    'knows-can',
    150,
    { who: subjects, other: named, act: having('s') },
    ({ who, other, act }) =>
      who.zh !== other.zh &&
      suits(other, act) &&
      say(
        `${who.en} ${present(who, 'know')} ${other.en} can ${act.habit}`,
        `${who.zh}知道${other.zh}会${plain(act)}`,
      ),
  ),
  construction(
    'knows-where',
    110,
    { who: subjects, other: named },
    ({ who, other }) =>
      who.zh !== other.zh &&
      say(`${who.en} ${does(who)} not know where ${other.en} is`, `${who.zh}不知道${other.zh}在哪里`),
  ),
  construction(
    'knows-when',
    110,
    { who: subjects, other: named, place: [...regions, ...destinations] },
    ({ who, other, place }) =>
      who.zh !== other.zh &&
      say(
        `${who.en} ${does(who)} not know when ${other.en} will go ${place.whither}`,
        `${who.zh}不知道${other.zh}什么时候去${place.zh}`,
      ),
  ),
  construction(
    'knows-why',
    110,
    { who: subjects, other: named, mood: moods },
    ({ who, other, mood }) =>
      who.zh !== other.zh &&
      say(
        `${who.en} ${does(who)} not know why ${other.en} is so ${mood.en}`,
        `${who.zh}不知道${other.zh}为什么这么${mood.zh}`,
      ),
  ),
  construction(
    'thought-was',
    200,
    { who: subjects, other: names, job: professions },
    ({ who, other, job }) =>
      who.zh !== other.zh &&
      employable(other, job) &&
      say(`${who.en} thought ${other.en} was ${indefinite(job.en)}`, `${who.zh}以为${other.zh}是${job.zh}`),
  ),
  construction(
    'says-likes',
    150,
    { who: opinions, act: having('h') },
    ({ who, act }) =>
      suits(who, act) &&
      say(
        `${who.en} ${present(who, 'say')} ${who.pronoun.subject} ${present(who, 'like')} to ${act.habit}`,
        `${who.zh}说${who.pronoun.zh}喜欢${plain(act)}`,
      ),
  ),
  construction('says-mood', 110, { who: opinions, mood: moods }, ({ who, mood }) =>
    say(
      `${who.en} says ${who.pronoun.subject} is very ${mood.en}`,
      `${who.zh}说${who.pronoun.zh}很${mood.zh}`,
    ),
  ),
  construction(
    'heard-will',
    120,
    { who: named, place: regions, when: futureTimes.slice(3) },
    ({ who, place, when }) =>
      say(
        `I heard that ${who.en} will go ${place.whither} ${when.en}`,
        `我听说${who.zh}${when.zh}会去${place.zh}`,
      ),
  ),
  construction(
    'believes',
    110,
    { who: subjects, other: named, place: regions, when: futureTimes.slice(0, 4) },
    ({ who, other, place, when }) =>
      who.zh !== other.zh &&
      say(
        `${who.en} ${present(who, 'believe')} ${other.en} will come back from ${place.en} ${when.en}`,
        `${who.zh}相信${other.zh}${when.zh}会从${place.zh}回来`,
      ),
  ),
  construction(
    'never-met',
    60,
    { who: subjects, other: strangers },
    ({ who, other }) =>
      who.zh !== other.zh &&
      say(`${who.en} ${has(who)} never met ${other.object}`, `${who.zh}从来没见过${other.zh}`),
  ),
];
