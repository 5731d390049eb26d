/** Wanting, being able, having to, being allowed to, and telling others what to do. */
import { finished, plain } from '../chinese';
import { ask, type Construction, construction, say } from '../construction';
import { gerund } from '../english';
import { activities, definite, having, scenes, suits, timely } from '../lexicon/activities';
import { asked, i, individuals, subjects, you } from '../lexicon/people';
import { destinations } from '../lexicon/places';
import { futureDays } from '../lexicon/times';
import { present } from './agreement';

const duties = having('c').filter(({ once }) => !/^(eat|take a shower)/.test(once));
/** Out of place in a library, but not absurd there. */
const disturbing = [...having('x'), ...having('h', 'p')].filter(
  ({ once }) =>
    /^(sing|dance|play|drink|watch|listen|take photos|smoke|surf|chat|run)/.test(once) &&
    !once.includes('dog'),
);
const vices = having('x');
const hobbies = having('h', 'e');
const fun = having('h');
const sociable = activities.filter(({ once }) =>
  /^(swim|run|dance|play (football|basketball|tennis|table|volleyball|chess|video)|watch (TV|a movie)|listen to music|drink (tea|coffee)|eat|take a walk|climb|skate|ski|fish|study .|cook|make dumplings|walk the dog|shop|do homework|clean)/.test(
    once,
  ),
);
const local = scenes(having('p')).filter(({ place }) => !['city', 'country', 'home'].includes(place.kind));
const todays = [{ en: 'today', zh: '今天' }, ...futureDays.slice(1)];
const companions = individuals.filter(
  ({ en }) =>
    /^[A-Z]/.test(en) || /^(my|his|her) (mother|father|older|friend|classmate|uncle|aunt|grand)/.test(en),
);

export const modality: readonly Construction[] = [
  construction(
    'wants',
    200,
    { who: subjects, act: hobbies, when: todays },
    ({ who, act, when }) =>
      suits(who, act) &&
      timely(act, when) &&
      say(
        `${who.en} ${present(who, 'want')} to ${act.once} ${when.en}`,
        `${who.zh}${when.zh}想${plain(act)}`,
      ),
  ),
  construction(
    'wants-not',
    160,
    { who: subjects, act: [...hobbies, ...having('c', 'p')], when: todays.slice(0, 4) },
    ({ who, act, when }) =>
      suits(who, act) &&
      timely(act, when) &&
      say(
        `${who.en} ${who.third ? 'does' : 'do'} not want to ${act.once} ${when.en}`,
        `${who.zh}${when.zh}不想${plain(act)}`,
      ),
  ),
  construction(
    'should',
    190,
    { who: subjects, act: duties, when: [...todays, { en: 'every day', zh: '每天' }] },
    ({ who, act, when }) =>
      suits(who, act) &&
      timely(act, when) &&
      say(`${who.en} should ${definite(act, who)} ${when.en}`, `${who.zh}${when.zh}应该${plain(act)}`),
  ),
  construction('should-not', 110, { who: subjects, act: vices }, ({ who, act }) =>
    say(`${who.en} should not ${act.habit}`, `${who.zh}不应该${plain(act)}`),
  ),
  construction(
    'must',
    170,
    { who: subjects, act: duties, when: todays },
    ({ who, act, when }) =>
      suits(who, act) &&
      timely(act, when) &&
      say(`${who.en} must ${definite(act, who)} ${when.en}`, `${who.zh}${when.zh}必须${plain(act)}`),
  ),
  construction(
    'has-to',
    150,
    { who: subjects, act: duties.filter(({ traits }) => traits.includes('p')), when: todays },
    ({ who, act, when }) =>
      suits(who, act) &&
      timely(act, when) &&
      say(
        `${who.en} ${who.third ? 'has' : 'have'} to ${definite(act, who)} ${when.en}`,
        `${who.zh}${when.zh}得${plain(act)}`,
      ),
  ),
  construction(
    'has-not-to',
    130,
    { who: subjects, act: duties, when: todays },
    ({ who, act, when }) =>
      suits(who, act) &&
      timely(act, when) &&
      say(
        `${who.en} ${who.third ? 'does' : 'do'} not have to ${definite(act, who)} ${when.en}`,
        `${who.zh}${when.zh}不用${plain(act)}`,
      ),
  ),
  construction(
    'may-here',
    50,
    { act: [...fun, ...having('c', 'p')] },
    ({ act }) => act.places.length > 0 && ask(`may I ${act.once} here`, `我可以在这里${plain(act)}吗`),
  ),
  construction('you-may', 60, { scene: local }, ({ scene: { act, place } }) =>
    say(`you may ${act.once} ${place.where}`, `你可以在${place.at}${plain(act)}`),
  ),
  construction(
    'not-allowed',
    60,
    {
      act: disturbing,
      where: [
        'here|这里',
        'in the library|图书馆',
        'in the hospital|医院',
        'in the classroom|教室里',
        'in the museum|博物馆',
      ],
    },
    ({ act, where }) => {
      const [en, zh] = where.split('|');
      return act.places.length > 0 && say(`you cannot ${act.once} ${en}`, `你不能在${zh}${plain(act)}`);
    },
  ),
  construction(
    'cannot-when',
    160,
    { who: subjects, act: hobbies, when: todays },
    ({ who, act, when }) =>
      suits(who, act) &&
      timely(act, when) &&
      say(`${who.en} cannot ${act.once} ${when.en}`, `${who.zh}${when.zh}不能${plain(act)}`),
  ),
  construction(
    'please-do-not',
    60,
    {
      act: disturbing,
      where: ['here|这里', 'in the library|图书馆', 'in the classroom|教室里', 'in the office|办公室'],
    },
    ({ act, where }) => {
      const [en, zh] = where.split('|');
      return say(`please do not ${act.once} ${en}`, `请不要在${zh}${plain(act)}`);
    },
  ),
  construction(
    'do-not-forget',
    70,
    { act: duties.filter(({ traits }) => traits.includes('e')), when: futureDays },
    ({ act, when }) =>
      timely(act, when) &&
      say(`do not forget to ${definite(act, you)} ${when.en}`, `别忘了${when.zh}${plain(act)}`),
  ),
  construction(
    'lets',
    110,
    { act: sociable, when: todays },
    ({ act, when }) =>
      timely(act, when) && say(`let us ${act.once} together ${when.en}`, `我们${when.zh}一起${plain(act)}吧`),
  ),
  construction(
    'together',
    210,
    { who: subjects, with: companions, act: sociable },
    ({ who, with: friend, act }) =>
      who.zh !== friend.zh &&
      suits(who, act) &&
      suits(friend, act) &&
      say(
        `${who.en} often ${present(who, act.habit)} with ${friend.object}`,
        `${who.zh}常常和${friend.zh}一起${plain(act)}`,
      ),
  ),
  construction(
    'together-will',
    170,
    { who: subjects, with: companions, act: sociable, when: futureDays },
    ({ who, with: friend, act, when }) =>
      who.zh !== friend.zh &&
      suits(who, act) &&
      suits(friend, act) &&
      timely(act, when) &&
      say(
        `${who.en} will ${act.once} with ${friend.object} ${when.en}`,
        `${who.zh}${when.zh}会和${friend.zh}一起${plain(act)}`,
      ),
  ),
  construction(
    'together-ask',
    120,
    { who: asked, act: sociable, when: todays },
    ({ who, act, when }) =>
      suits(who, act) &&
      timely(act, when) &&
      who.en !== 'you' &&
      ask(`will ${who.en} ${act.once} with you ${when.en}`, `${who.zh}${when.zh}会和你一起${plain(act)}吗`),
  ),
  construction(
    'helps',
    150,
    {
      who: subjects,
      other: individuals,
      act: having('c').filter(({ once }) => /wash|clean|cook|house|water|vegetable|walk the/.test(once)),
    },
    ({ who, other, act }) =>
      who.zh !== other.zh &&
      !other.en.startsWith('the ') &&
      say(
        `${who.en} often ${present(who, 'help')} ${other.object} ${act.once}`,
        `${who.zh}常常帮${other.zh}${plain(act)}`,
      ),
  ),
  construction(
    'can-help',
    50,
    {
      act: [
        ...having('c').filter(({ once }) =>
          /wash|clean|cook|house|water|vegetable|homework|walk the/.test(once),
        ),
        ...activities.filter(({ once }) => /study .|make|repair|plant|draw|write a/.test(once)),
      ],
    },
    ({ act }) => ask(`can you help me ${definite(act, i)}`, `你能帮我${plain(act)}吗`),
  ),
  construction(
    'told-to',
    170,
    {
      who: individuals.filter(({ age, en }) => age === 'adult' && !/driver|reporter/.test(en)),
      other: subjects.filter(({ age }) => age !== 'elder'),
      act: duties,
    },
    ({ who, other, act }) =>
      who.zh !== other.zh &&
      other.age !== 'adult' &&
      suits(other, act) &&
      say(`${who.en} told ${other.object} to ${definite(act, other)}`, `${who.zh}让${other.zh}${plain(act)}`),
  ),
  construction(
    'teaches',
    120,
    { who: individuals.filter(({ age }) => age !== 'child'), other: subjects, act: having('s') },
    ({ who, other, act }) =>
      who.zh !== other.zh &&
      suits(who, act) &&
      suits(other, act) &&
      ['child', 'any'].includes(other.age) &&
      say(`${who.en} taught ${other.object} to ${act.habit}`, `${who.zh}教会了${other.zh}${plain(act)}`),
  ),
  construction(
    'invites',
    110,
    {
      who: subjects,
      other: individuals,
      place: destinations.filter(({ key }) =>
        ['restaurant', 'cafe', 'cinema', 'park', 'museum', 'zoo', 'sea'].includes(key),
      ),
    },
    ({ who, other, place }) =>
      who.zh !== other.zh &&
      who.age !== 'child' &&
      say(`${who.en} invited ${other.object} ${place.whither}`, `${who.zh}邀请了${other.zh}去${place.zh}`),
  ),
  construction(
    'enjoys-after',
    110,
    {
      who: subjects,
      first: activities.filter(({ once }) =>
        /^(eat|do homework|clean|cook|wash|have a|take a shower)/.test(once),
      ),
      second: activities.filter(({ once }) =>
        /^(watch TV|read a|listen|take a walk|drink tea|chat|rest|surf|play (chess|the)|walk the dog)/.test(
          once,
        ),
      ),
    },
    ({ who, first, second }) =>
      suits(who, first) &&
      suits(who, second) &&
      say(
        `${who.en} often ${present(who, second.habit)} after ${gerund(first.habit)}`,
        `${who.zh}${finished(first)}以后常常${plain(second)}`,
      ),
  ),
];
