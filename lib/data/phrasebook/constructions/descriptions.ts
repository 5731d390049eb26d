/** What people, things and the weather are like: 很 太 有点儿 越来越 又…又, 比, 没有…高, 一样, 最. */
import { negated, numeral } from '../chinese';
import { ask, type Construction, construction, say } from '../construction';
import { indefinite, numberWord } from '../english';
import {
  acquaintances,
  i,
  individuals,
  type Person,
  type Profession,
  professions,
  subjects,
  you,
} from '../lexicon/people';
import { cities, countries, regions, workplaces } from '../lexicon/places';
import { climates, moods, type Quality, traits } from '../lexicon/qualities';
import { months, pastDays, seasons, weekdays } from '../lexicon/times';
import { be, present, was } from './agreement';

const days = [
  { en: 'today', zh: '今天', past: false },
  { en: 'now', zh: '现在', past: false },
  { en: 'this week', zh: '这个星期', past: false },
];
const people = [...individuals, i];
/** Moods that pass too soon to last a week or to be told of a weekend. */
const fleeting = ['hungry', 'thirsty', 'sleepy', 'surprised', 'angry'];

/** Whether one would say it of this person: no child is rich, no old man young. */
export function fitting(who: Person, trait: Quality): boolean {
  if (trait.en === 'rich') return who.age !== 'child';
  return !(trait.en === 'young' && (who.age === 'elder' || who.age === 'child'));
}

/** Whether one would compare these two by this trait. */
function comparableBy(trait: Quality, who: Person, other: Person): boolean {
  if (who.zh === other.zh || (trait.en === 'young' && who.age !== other.age)) return false;
  return fitting(who, trait) && fitting(other, trait);
}

/** Whether this person may have that job; a waiter is a man. */
export function employable(who: Person, job: Profession): boolean {
  if (job.en === 'waiter' && who.gender === 'f') return false;
  return !who.en.endsWith('boss') && !(job.en === 'student' && ['adult', 'elder'].includes(who.age));
}

const goodTraits = traits.filter(({ en }) => !['lazy', 'rich', 'famous', 'tall', 'young'].includes(en));
/** Traits that two people are compared by. */
const comparable = traits.filter(({ en }) => !['famous'].includes(en));

const ofPeople: readonly Construction[] = [
  construction(
    'mood',
    220,
    { who: subjects, mood: moods, day: days },
    ({ who, mood, day }) =>
      !(day.en === 'this week' && fleeting.includes(mood.en)) &&
      say(`${who.en} ${be(who)} very ${mood.en} ${day.en}`, `${who.zh}${day.zh}很${mood.zh}`),
  ),
  construction(
    'mood-past',
    200,
    { who: subjects, mood: moods, when: pastDays },
    ({ who, mood, when }) =>
      !(when.en.endsWith('weekend') && fleeting.includes(mood.en)) &&
      say(`${who.en} ${was(who)} very ${mood.en} ${when.en}`, `${who.zh}${when.zh}很${mood.zh}`),
  ),
  construction(
    'mood-not',
    130,
    { who: subjects, mood: moods.filter(({ en }) => en !== 'angry') },
    ({ who, mood }) => say(`${who.en} ${be(who)} not ${mood.en}`, `${who.zh}不${mood.zh}`),
  ),
  construction(
    'mood-little',
    130,
    { who: subjects, mood: moods.filter(({ en }) => en !== 'happy') },
    ({ who, mood }) => say(`${who.en} ${be(who)} a little ${mood.en}`, `${who.zh}有点儿${mood.zh}`),
  ),
  construction('mood-looks', 140, { who: individuals, mood: moods }, ({ who, mood }) =>
    say(`${who.en} looks very ${mood.en}`, `${who.zh}看起来很${mood.zh}`),
  ),
  construction(
    'trait',
    200,
    { who: individuals, trait: traits },
    ({ who, trait }) => fitting(who, trait) && say(`${who.en} is very ${trait.en}`, `${who.zh}很${trait.zh}`),
  ),
  construction(
    'trait-not',
    120,
    { who: individuals, trait: traits },
    ({ who, trait }) =>
      fitting(who, trait) && say(`${who.en} is not ${trait.en}`, `${who.zh}${negated(trait.zh)}`),
  ),
  construction('trait-also', 90, { who: subjects, trait: goodTraits }, ({ who, trait }) =>
    say(`${who.en} ${be(who)} also very ${trait.en}`, `${who.zh}也很${trait.zh}`),
  ),
  construction(
    'trait-both',
    130,
    { who: individuals, a: goodTraits, b: goodTraits },
    ({ who, a, b }) =>
      a !== b &&
      !(`${a.en} ${b.en}`.includes('serious') && `${a.en} ${b.en}`.includes('humorous')) &&
      say(`${who.en} is both ${a.en} and ${b.en}`, `${who.zh}又${a.zh}又${b.zh}`),
  ),
  construction(
    'trait-more-and-more',
    100,
    { who: subjects, trait: [...moods.slice(0, 12), ...comparable] },
    ({ who, trait }) =>
      !['young', 'kind', 'tall'].includes(trait.en) &&
      fitting(who, trait) &&
      say(
        `${who.en} ${be(who)} getting more and more ${trait.en}`.replace(/more and more (\w+)$/, (whole) =>
          trait.comparative.startsWith('more') ? whole : `${trait.comparative} and ${trait.comparative}`,
        ),
        `${who.zh}越来越${trait.zh}了`,
      ),
  ),
  construction(
    'comparative',
    260,
    { who: people, other: acquaintances, trait: comparable },
    ({ who, other, trait }) =>
      comparableBy(trait, who, other) &&
      say(`${who.en} ${be(who)} ${trait.comparative} than ${other.en}`, `${who.zh}比${other.zh}${trait.zh}`),
  ),
  construction(
    'comparative-much',
    120,
    { who: people, other: acquaintances, trait: comparable },
    ({ who, other, trait }) =>
      comparableBy(trait, who, other) &&
      !trait.zh.startsWith('有') &&
      say(
        `${who.en} ${be(who)} much ${trait.comparative} than ${other.en}`,
        `${who.zh}比${other.zh}${trait.zh}得多`,
      ),
  ),
  construction(
    'comparative-not',
    160,
    { who: people, other: acquaintances, trait: comparable },
    ({ who, other, trait }) =>
      comparableBy(trait, who, other) &&
      say(`${who.en} ${be(who)} not as ${trait.en} as ${other.en}`, `${who.zh}没有${other.zh}${trait.zh}`),
  ),
  construction(
    'comparative-same',
    150,
    { who: people, other: acquaintances, trait: comparable },
    ({ who, other, trait }) =>
      comparableBy(trait, who, other) &&
      say(`${who.en} ${be(who)} as ${trait.en} as ${other.en}`, `${who.zh}跟${other.zh}一样${trait.zh}`),
  ),
  construction(
    'older-by',
    110,
    { who: [...acquaintances, i], other: acquaintances, n: [1, 2, 3, 4, 5] },
    ({ who, other, n }) =>
      who.zh !== other.zh &&
      who.age === other.age &&
      !(who === i && other.en.includes('older')) &&
      say(
        `${who.en} ${be(who)} ${numberWord(n)} year${n === 1 ? '' : 's'} older than ${other.en}`,
        `${who.zh}比${other.zh}大${numeral(n)}岁`,
      ),
  ),
  construction(
    'superlative',
    110,
    {
      who: acquaintances.filter(({ en, age }) => age === 'any' && !en.includes('older')),
      trait: comparable.filter(({ en }) => en !== 'rich'),
    },
    ({ who, trait }) =>
      say(
        `${who.en} is the ${trait.superlative} student in our class`,
        `${who.zh}是我们班最${trait.zh}的学生`,
      ),
  ),
  construction(
    'profession',
    260,
    {
      who: [...individuals.filter(({ en, age }) => !en.startsWith('the ') && age !== 'child'), i],
      job: professions,
    },
    ({ who, job }) =>
      employable(who, job) && say(`${who.en} ${be(who)} ${indefinite(job.en)}`, `${who.zh}是${job.zh}`),
  ),
  construction(
    'profession-not',
    180,
    {
      who: [...individuals.filter(({ en, age }) => !en.startsWith('the ') && age !== 'child'), i],
      job: professions,
    },
    ({ who, job }) =>
      employable(who, job) && say(`${who.en} ${be(who)} not ${indefinite(job.en)}`, `${who.zh}不是${job.zh}`),
  ),
  construction(
    'profession-ask',
    160,
    { who: [you, ...acquaintances.filter(({ en }) => !en.startsWith('my'))], job: professions },
    ({ who, job }) =>
      employable(who, job) && ask(`${be(who)} ${who.en} ${indefinite(job.en)}`, `${who.zh}是${job.zh}吗`),
  ),
  construction(
    'profession-want',
    200,
    {
      who: [
        ...individuals.filter(({ en, age }) => !en.startsWith('the ') && !['adult', 'elder'].includes(age)),
        i,
      ],
      job: professions.filter(({ en }) => en !== 'student'),
    },
    ({ who, job }) =>
      employable(who, job) &&
      say(`${who.en} ${present(who, 'want')} to become ${indefinite(job.en)}`, `${who.zh}想当${job.zh}`),
  ),
  construction(
    'works-at',
    140,
    {
      who: subjects
        .filter(({ age, singular }) => age !== 'child' && age !== 'elder' && singular)
        .filter(({ en }) => !en.endsWith('boss')),
      place: workplaces,
    },
    ({ who, place }) =>
      !who.en.startsWith('the ') &&
      say(`${who.en} ${present(who, 'work')} ${place.where}`, `${who.zh}在${place.at}工作`),
  ),
  construction('lives-in', 120, { who: subjects, place: regions }, ({ who, place }) =>
    say(`${who.en} ${present(who, 'live')} ${place.where}`, `${who.zh}住在${place.zh}`),
  ),
  construction(
    'comes-from',
    100,
    { who: individuals.filter(({ en }) => !en.startsWith('my ')), place: countries },
    ({ who, place }) => say(`${who.en} comes from ${place.en}`, `${who.zh}来自${place.zh}`),
  ),
  construction('born-in', 110, { who: [...individuals, i], place: regions }, ({ who, place }) =>
    say(`${who.en} ${was(who)} born ${place.where}`, `${who.zh}是在${place.zh}出生的`),
  ),
  construction('birthday', 240, { who: [...acquaintances, i], month: months }, ({ who, month }) =>
    say(`${who.possessive} birthday is in ${month.en}`, `${who.zh}的生日在${month.zh}`),
  ),
];

const weatherDays = [
  { en: 'today', zh: '今天', is: 'is' },
  { en: 'yesterday', zh: '昨天', is: 'was' },
  { en: 'last week', zh: '上个星期', is: 'was' },
  { en: 'this week', zh: '这个星期', is: 'is' },
  { en: 'last month', zh: '上个月', is: 'was' },
  { en: 'this morning', zh: '今天早上', is: 'was' },
];
const ofWeather: readonly Construction[] = [
  construction(
    'weather',
    130,
    { place: cities, climate: climates, day: weatherDays },
    ({ place, climate, day }) =>
      say(`it ${day.is} very ${climate.en} ${place.where} ${day.en}`, `${place.zh}${day.zh}很${climate.zh}`),
  ),
  construction(
    'weather-not',
    70,
    { place: cities, climate: climates, day: weatherDays },
    ({ place, climate, day }) =>
      say(`it ${day.is} not ${climate.en} ${place.where} ${day.en}`, `${place.zh}${day.zh}不${climate.zh}`),
  ),
  construction(
    'weather-season',
    90,
    { place: regions, climate: climates, season: seasons },
    ({ place, climate, season }) =>
      (season.en === 'winter'
        ? climate.en === 'cold'
        : season.en === 'summer'
          ? climate.en === 'hot'
          : climate.en !== 'hot' && climate.en !== 'cold') &&
      say(
        `it is very ${climate.en} ${place.where} in ${season.en}`,
        `${place.zh}的${season.zh}很${climate.zh}`,
      ),
  ),
  construction(
    'weather-comparative',
    110,
    { a: cities, b: cities, climate: climates },
    ({ a, b, climate }) =>
      a !== b && say(`${a.en} is ${climate.comparative} than ${b.en}`, `${a.zh}比${b.zh}${climate.zh}`),
  ),
  construction(
    'rain-past',
    70,
    {
      place: cities,
      day: ['yesterday|昨天', 'last night|昨晚', 'this morning|今天早上', 'last Sunday|上个星期天'],
      kind: ['rain|下雨', 'snow|下雪'],
    },
    ({ place, day, kind }) => {
      const [[en, zh], [verb, zhVerb]] = [day.split('|'), kind.split('|')];
      return say(`it ${verb}ed ${place.where} ${en}`, `${place.zh}${zh}${zhVerb}了`);
    },
  ),
  construction(
    'rain-will',
    70,
    {
      place: cities,
      day: [
        'tomorrow|明天',
        'tonight|今晚',
        'the day after tomorrow|后天',
        'this weekend|这个周末',
        'tomorrow morning|明天早上',
      ],
      kind: ['rain|下雨', 'snow|下雪'],
    },
    ({ place, day, kind }) => {
      const [[en, zh], [verb, zhVerb]] = [day.split('|'), kind.split('|')];
      return say(`it will ${verb} ${place.where} ${en}`, `${place.zh}${zh}会${zhVerb}`);
    },
  ),
  construction('season-liked', 110, { who: subjects, season: seasons }, ({ who, season }) =>
    say(`${who.en} ${present(who, 'like')} ${season.en} best`, `${who.zh}最喜欢${season.zh}`),
  ),
  construction('today-is', 17, { day: weekdays }, ({ day }) => say(`today is ${day.en}`, `今天${day.zh}`)),
];

export const descriptions: readonly Construction[] = [...ofPeople, ...ofWeather];
