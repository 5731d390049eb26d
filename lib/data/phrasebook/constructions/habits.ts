/** Habits, likes, skills, how often and for how long. */
import { experienced, lasted, plain } from '../chinese';
import { type Construction, construction, say } from '../construction';
import { gerund, pastParticiple, pastTense } from '../english';
import { type Activity, activities, having, scenes, suits, timely } from '../lexicon/activities';
import { subjects } from '../lexicon/people';
import { everyDays, frequencies, longSpans, pastDays, rates, sittings, weekdays } from '../lexicon/times';
import { be, does, has, present } from './agreement';

const regular = activities
  .filter(({ traits }) => /[wcbx]/.test(traits))
  .filter(({ once }) => once !== 'climb mountains');
const local = scenes().filter(({ place }) => place.kind !== 'city' && place.kind !== 'country');
const hobbies = having('h');
const skills = having('s');
const lessons = activities.filter(({ once }) => /^(study .|play (the|chess|tennis))/.test(once));

const named = (...names: readonly string[]): readonly Activity[] =>
  activities.filter(({ once }) => names.includes(once));

/** What is done in the background, with what it goes well with. */
const pastimes = [
  ...[...named('listen to music', 'listen to the radio')].flatMap((first) =>
    named(
      'cook',
      'do homework',
      'read the newspaper',
      'wash the dishes',
      'do housework',
      'clean the room',
      'draw pictures',
      'drink coffee',
      'drink tea',
      'eat breakfast',
      'run',
      'wash clothes',
      'drive',
      'work',
      'write a letter',
      'take a shower',
      'water the flowers',
    ).map((second) => ({ first, second })),
  ),
  ...named('watch TV').flatMap((first) =>
    named(
      'eat breakfast',
      'eat dinner',
      'drink tea',
      'drink beer',
      'chat with friends',
      'do housework',
      'do homework',
    ).map((second) => ({ first, second })),
  ),
  ...named('drink tea', 'drink coffee').flatMap((first) =>
    named(
      'read the newspaper',
      'read a book',
      'chat with friends',
      'surf the Internet',
      'work',
      'have a meeting',
    ).map((second) => ({ first, second })),
  ),
  ...named('chat with friends').flatMap((first) =>
    named('drink beer', 'eat dinner', 'take a walk', 'walk the dog', 'wait for the bus', 'cook').map(
      (second) => ({
        first,
        second,
      }),
    ),
  ),
];

export const habits: readonly Construction[] = [
  construction(
    'habit-every',
    330,
    { who: subjects, act: regular, when: everyDays },
    ({ who, act, when }) =>
      suits(who, act) &&
      timely(act, when) &&
      say(`${who.en} ${present(who, act.habit)} ${when.en}`, `${who.zh}${when.zh}${plain(act)}`),
  ),
  construction(
    'habit-weekday',
    180,
    { who: subjects, act: having('w'), day: weekdays },
    ({ who, act, day }) =>
      suits(who, act) &&
      say(`${who.en} ${present(who, act.habit)} every ${day.en}`, `${who.zh}每个${day.zh}${plain(act)}`),
  ),
  construction(
    'habit-often',
    260,
    {
      who: subjects,
      act: [...regular, ...hobbies].filter(({ once }) => !['rest', 'take a shower'].includes(once)),
      how: frequencies.slice(1),
    },
    ({ who, act, how }) =>
      suits(who, act) &&
      say(`${who.en} ${how.en} ${present(who, act.habit)}`, `${who.zh}${how.zh}${plain(act)}`),
  ),
  construction(
    'habit-often-place',
    330,
    { who: subjects, scene: local, how: frequencies },
    ({ who, scene: { act, place }, how }) =>
      suits(who, act) &&
      say(
        `${who.en} ${how.en} ${present(who, act.habit)} ${place.where}`,
        `${who.zh}${how.zh}在${place.at}${plain(act)}`,
      ),
  ),
  construction(
    'habit-not',
    140,
    {
      who: subjects,
      act: named(
        'drink coffee',
        'drink beer',
        'drink tea',
        'smoke',
        'watch TV',
        'drive',
        'eat breakfast',
        'read the newspaper',
        'play video games',
        'speak Chinese',
        'surf the Internet',
      ),
    },
    ({ who, act }) =>
      suits(who, act) && say(`${who.en} ${does(who)} not ${act.habit}`, `${who.zh}不${plain(act)}`),
  ),
  construction(
    'likes',
    240,
    { who: subjects, act: hobbies },
    ({ who, act }) =>
      suits(who, act) &&
      say(`${who.en} ${present(who, 'like')} to ${act.habit}`, `${who.zh}喜欢${plain(act)}`),
  ),
  construction(
    'likes-not',
    200,
    { who: subjects, act: having('h') },
    ({ who, act }) =>
      suits(who, act) &&
      say(`${who.en} ${does(who)} not like to ${act.habit}`, `${who.zh}不喜欢${plain(act)}`),
  ),
  construction(
    'likes-best',
    150,
    { who: subjects, act: hobbies },
    ({ who, act }) =>
      suits(who, act) &&
      say(`${who.en} ${present(who, 'like')} ${gerund(act.habit)} best`, `${who.zh}最喜欢${plain(act)}`),
  ),
  construction(
    'likes-place',
    180,
    { who: subjects, scene: local.filter(({ act }) => act.traits.includes('h')) },
    ({ who, scene: { act, place } }) =>
      suits(who, act) &&
      say(
        `${who.en} ${present(who, 'like')} to ${act.habit} ${place.where}`,
        `${who.zh}喜欢在${place.at}${plain(act)}`,
      ),
  ),
  construction(
    'likes-also',
    130,
    { who: subjects, act: hobbies },
    ({ who, act }) =>
      suits(who, act) &&
      say(`${who.en} also ${present(who, 'like')} to ${act.habit}`, `${who.zh}也喜欢${plain(act)}`),
  ),
  construction(
    'likes-all',
    90,
    { who: subjects.filter(({ pronoun, singular }) => !singular && pronoun.subject !== 'I'), act: hobbies },
    ({ who, act }) =>
      suits(who, act) &&
      say(
        `${who.en} ${who.en === 'my parents' ? 'both' : 'all'} like to ${act.habit}`,
        `${who.zh}都喜欢${plain(act)}`,
      ),
  ),
  construction(
    'can',
    170,
    { who: subjects, act: skills },
    ({ who, act }) => suits(who, act) && say(`${who.en} can ${act.habit}`, `${who.zh}会${plain(act)}`),
  ),
  construction('cannot', 150, { who: subjects, act: skills }, ({ who, act }) =>
    say(`${who.en} cannot ${act.habit}`, `${who.zh}不会${plain(act)}`),
  ),
  construction(
    'rate',
    220,
    { who: subjects, act: having('w'), rate: rates },
    ({ who, act, rate }) =>
      suits(who, act) &&
      say(
        `${who.en} ${present(who, act.habit)} ${rate.en}`,
        `${who.zh}${rate.period}${act.verb}${rate.times}${act.object}`,
      ),
  ),
  construction(
    'duration-past',
    320,
    { who: subjects, act: having('d'), span: sittings, when: pastDays },
    ({ who, act, span, when }) =>
      suits(who, act) &&
      say(
        `${who.en} ${pastTense(act.habit)} for ${span.en} ${when.en}`,
        `${who.zh}${when.zh}${lasted(act, span.zh)}`,
      ),
  ),
  construction(
    'duration-habit',
    180,
    {
      who: subjects,
      act: having('d').filter(({ once }) => once !== 'sleep'),
      span: sittings,
      when: everyDays,
    },
    ({ who, act, span, when }) =>
      suits(who, act) &&
      say(
        `${who.en} ${present(who, act.habit)} for ${span.en} ${when.en}`,
        `${who.zh}${when.zh}${lasted(act, span.zh).replace('了', '')}`,
      ),
  ),
  construction(
    'duration-years',
    110,
    { who: subjects, act: lessons, span: longSpans },
    ({ who, act, span }) =>
      suits(who, act) &&
      say(
        `${who.en} ${has(who)} been ${gerund(act.habit)} for ${span.en}`,
        `${who.zh}${plain(act)}${act.verb}了${span.zh}了`,
      ),
  ),
  construction(
    'used-to',
    140,
    { who: subjects.filter(({ age }) => age !== 'child'), act: [...hobbies, ...having('x')] },
    ({ who, act }) => say(`${who.en} used to ${act.habit}`, `${who.zh}以前常常${plain(act)}`),
  ),
  construction(
    'never-done',
    180,
    { who: subjects, act: skills },
    ({ who, act }) =>
      suits(who, act) &&
      say(`${who.en} ${has(who)} never ${pastParticiple(act.habit)}`, `${who.zh}从来没${experienced(act)}`),
  ),
  construction(
    'both-activities',
    180,
    { who: subjects, pair: pastimes },
    ({ who, pair: { first, second } }) =>
      suits(who, first) &&
      suits(who, second) &&
      say(
        `${who.en} often ${present(who, first.habit)} while ${gerund(second.habit)}`,
        `${who.zh}常常一边${plain(first)}一边${plain(second)}`,
      ),
  ),
  construction(
    'both-activities-now',
    110,
    { who: subjects, pair: pastimes },
    ({ who, pair: { first, second } }) =>
      suits(who, first) &&
      suits(who, second) &&
      say(
        `${who.en} ${be(who)} ${gerund(first.once)} while ${gerund(second.once)}`,
        `${who.zh}正一边${plain(first)}一边${plain(second)}`,
      ),
  ),
];
