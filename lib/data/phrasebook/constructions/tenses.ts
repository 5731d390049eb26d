/** Past, future, progressive and experience: 了 没 会 要 打算 正在 过 刚 已经 还没. */
import { completed, finished, numeral, plain } from '../chinese';
import { type Construction, construction, say } from '../construction';
import { gerund, indefinite, numberWord, pastParticiple, pastTense } from '../english';
import { activities, definite, having, scenes, suits, timely } from '../lexicon/activities';
import { individuals, subjects } from '../lexicon/people';
import { cities, countries, destinations, placeOf, regions } from '../lexicon/places';
import { thingsNamed } from '../lexicon/things';
import {
  futureDays,
  futureTimes,
  longSpans,
  months,
  pastDays,
  pastTimes,
  pastYears,
  shortSpans,
  weekdays,
} from '../lexicon/times';
import { be, has, present, was } from './agreement';

const planned = scenes().filter(({ act }) => !act.once.startsWith('speak'));
const local = planned.filter(({ place }) => place.kind !== 'city' && place.kind !== 'country');
const abroad = planned.filter(({ place }) => place.kind === 'city' || place.kind === 'country');
const events = having('e');
const duties = having('e', 'c');
const going = having('p');
const sights = thingsNamed('tiger', 'panda', 'elephant', 'monkey', 'snake', 'horse');
const lessons = activities.filter(({ once }) => /^(study .|play (the|chess|tennis))/.test(once));
const callers = individuals.filter(({ en }) => /^[A-Z]|^my (mother|father|friend|boss)/.test(en));

export const tenses: readonly Construction[] = [
  construction(
    'will-place',
    330,
    { who: subjects, scene: local, when: futureDays },
    ({ who, scene: { act, place }, when }) =>
      suits(who, act) &&
      timely(act, when) &&
      say(
        `${who.en} will ${act.once} ${place.where} ${when.en}`,
        `${who.zh}${when.zh}会在${place.at}${plain(act)}`,
      ),
  ),
  construction(
    'will-not',
    180,
    { who: subjects, act: going, when: futureDays },
    ({ who, act, when }) =>
      suits(who, act) &&
      timely(act, when) &&
      say(`${who.en} will not ${act.once} ${when.en}`, `${who.zh}${when.zh}不会${plain(act)}`),
  ),
  construction(
    'going-to',
    300,
    { who: subjects, act: [...events, ...having('h', 'p')], when: futureDays },
    ({ who, act, when }) =>
      suits(who, act) &&
      timely(act, when) &&
      say(`${who.en} ${be(who)} going to ${act.once} ${when.en}`, `${who.zh}${when.zh}要${plain(act)}`),
  ),
  construction(
    'plans-to',
    160,
    { who: subjects, act: [...having('h', 'e'), ...having('h', 'w')], when: futureDays },
    ({ who, act, when }) =>
      suits(who, act) &&
      timely(act, when) &&
      say(
        `${who.en} ${present(who, 'plan')} to ${act.once} ${when.en}`,
        `${who.zh}打算${when.zh}${plain(act)}`,
      ),
  ),
  construction(
    'plans-abroad',
    110,
    { who: subjects, scene: abroad, when: futureTimes.slice(4) },
    ({ who, scene: { act, place }, when }) =>
      suits(who, act) &&
      say(
        `${who.en} ${present(who, 'plan')} to ${act.once} ${place.where} ${when.en}`,
        `${who.zh}打算${when.zh}在${place.at}${plain(act)}`,
      ),
  ),
  construction(
    'going-to-region',
    180,
    { who: subjects, place: regions, when: futureTimes },
    ({ who, place, when }) =>
      say(
        `${who.en} ${be(who)} going to visit ${place.en} ${when.en}`,
        `${who.zh}${when.zh}要去${place.zh}旅行`,
      ),
  ),
  construction(
    'will-go-month',
    260,
    { who: subjects, place: regions, month: months },
    ({ who, place, month }) =>
      say(`${who.en} will go ${place.whither} in ${month.en}`, `${who.zh}${month.zh}会去${place.zh}`),
  ),
  construction(
    'past-event',
    320,
    { who: subjects, act: events, when: pastDays },
    ({ who, act, when }) =>
      suits(who, act) &&
      timely(act, when) &&
      say(`${who.en} ${pastTense(definite(act, who))} ${when.en}`, `${who.zh}${when.zh}${plain(act)}了`),
  ),
  construction(
    'past-not',
    300,
    { who: subjects, act: [...events, ...having('p')], when: pastDays },
    ({ who, act, when }) =>
      suits(who, act) &&
      timely(act, when) &&
      say(`${who.en} did not ${definite(act, who)} ${when.en}`, `${who.zh}${when.zh}没${plain(act)}`),
  ),
  construction(
    'past-weekday',
    110,
    { who: subjects, place: destinations, day: weekdays },
    ({ who, place, day }) =>
      say(`${who.en} went ${place.whither} last ${day.en}`, `${who.zh}上个${day.zh}去了${place.zh}`),
  ),
  construction(
    'past-went',
    200,
    { who: subjects, place: [...regions, ...destinations], when: pastTimes },
    ({ who, place, when }) =>
      !(/month|year|weeks/.test(when.en) && destinations.includes(place)) &&
      say(`${who.en} went ${place.whither} ${when.en}`, `${who.zh}${when.zh}去了${place.zh}`),
  ),
  construction(
    'past-went-not',
    130,
    { who: subjects, place: destinations, when: pastDays },
    ({ who, place, when }) =>
      say(`${who.en} did not go ${place.whither} ${when.en}`, `${who.zh}${when.zh}没去${place.zh}`),
  ),
  construction(
    'progressive',
    240,
    { who: subjects, act: going },
    ({ who, act }) =>
      suits(who, act) &&
      say(`${who.en} ${be(who)} ${gerund(act.once)} now`, `${who.zh}现在正在${plain(act)}`),
  ),
  construction(
    'progressive-place',
    330,
    { who: subjects, scene: local },
    ({ who, scene: { act, place } }) =>
      suits(who, act) &&
      act.traits.includes('p') &&
      say(`${who.en} ${be(who)} ${gerund(act.once)} ${place.where}`, `${who.zh}正在${place.at}${plain(act)}`),
  ),
  construction(
    'progressive-not',
    110,
    { who: subjects, act: going },
    ({ who, act }) =>
      suits(who, act) &&
      say(`${who.en} ${be(who)} not ${gerund(act.once)} now`, `${who.zh}现在没在${plain(act)}`),
  ),
  construction(
    'still-doing',
    130,
    { who: subjects, scene: local.filter(({ act }) => /[dc]/.test(act.traits)) },
    ({ who, scene: { act, place } }) =>
      suits(who, act) &&
      act.traits.includes('p') &&
      say(
        `${who.en} ${be(who)} still ${gerund(act.once)} ${place.where}`,
        `${who.zh}还在${place.at}${plain(act)}`,
      ),
  ),
  construction(
    'when-called',
    200,
    { caller: callers, who: subjects, act: going },
    ({ caller, who, act }) =>
      caller.zh !== who.zh &&
      // "when John called, he" would be John
      who.pronoun.subject !== who.en &&
      suits(who, act) &&
      say(
        `when ${caller.en} called, ${who.en} ${was(who)} ${gerund(act.once)}`,
        `${caller.zh}打电话的时候，${who.zh}正在${plain(act)}`,
      ),
  ),
  construction(
    'already',
    140,
    { who: subjects, act: duties },
    ({ who, act }) =>
      suits(who, act) &&
      say(
        `${who.en} ${has(who)} already ${pastParticiple(definite(act, who))}`,
        `${who.zh}已经${completed(act)}了`,
      ),
  ),
  construction(
    'not-yet',
    140,
    { who: subjects, act: duties },
    ({ who, act }) =>
      suits(who, act) &&
      say(
        `${who.en} ${has(who)} not ${pastParticiple(definite(act, who))} yet`,
        `${who.zh}还没${plain(act)}`,
      ),
  ),
  construction(
    'just-finished',
    150,
    { who: subjects, act: duties },
    ({ who, act }) =>
      suits(who, act) &&
      say(`${who.en} ${has(who)} just finished ${gerund(definite(act, who))}`, `${who.zh}刚${finished(act)}`),
  ),
  construction('has-been', 130, { who: subjects, place: regions }, ({ who, place }) =>
    say(`${who.en} ${has(who)} been ${place.whither}`, `${who.zh}去过${place.zh}`),
  ),
  construction(
    'has-been-times',
    130,
    { who: subjects, place: regions, times: [2, 3, 4, 5] },
    ({ who, place, times }) =>
      say(
        `${who.en} ${has(who)} been ${place.whither} ${times === 2 ? 'twice' : `${numberWord(times)} times`}`,
        `${who.zh}去过${numeral(times)}次${place.zh}`,
      ),
  ),
  construction('never-been', 130, { who: subjects, place: regions }, ({ who, place }) =>
    say(`${who.en} ${has(who)} never been ${place.whither}`, `${who.zh}从来没去过${place.zh}`),
  ),
  construction('never-seen', 150, { who: subjects, thing: sights }, ({ who, thing }) =>
    say(`${who.en} ${has(who)} never seen ${indefinite(thing.en)}`, `${who.zh}从来没见过${thing.zh}`),
  ),
  construction('has-seen', 100, { who: subjects, thing: sights }, ({ who, thing }) =>
    say(`${who.en} ${has(who)} seen ${thing.plural} before`, `${who.zh}以前见过${thing.zh}`),
  ),
  construction(
    'started',
    200,
    { who: subjects, act: lessons, when: pastYears },
    ({ who, act, when }) =>
      suits(who, act) &&
      say(`${who.en} started to ${act.habit} ${when.en}`, `${who.zh}${when.zh}开始${plain(act)}`),
  ),
  construction(
    'lived',
    130,
    {
      who: subjects,
      place: [...cities, ...countries],
      span: longSpans,
    },
    ({ who, place, span }) =>
      say(
        `${who.en} ${has(who)} lived ${place.where} for ${span.en}`,
        `${who.zh}在${place.zh}住了${span.zh}了`,
      ),
  ),
  construction(
    'waited',
    200,
    { who: subjects, place: [...destinations, placeOf('busStop')], span: shortSpans, when: pastDays },
    ({ who, place, span, when }) =>
      say(
        `${who.en} waited ${place.where} for ${span.en} ${when.en}`,
        `${who.zh}${when.zh}在${place.at}等了${span.zh}`,
      ),
  ),
];
