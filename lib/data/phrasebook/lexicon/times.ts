/** When things happen, how long they last and how often. */

export type PartOfDay = 'morning' | 'noon' | 'afternoon' | 'evening';

export interface Time {
  readonly en: string;
  readonly zh: string;
  readonly part?: PartOfDay;
}

const time = (en: string, zh: string, part?: PartOfDay): Time =>
  part === undefined ? { en, zh } : { en, zh, part };

/** Past times short enough to hold one everyday action. */
export const pastDays: readonly Time[] = [
  time('yesterday', '昨天'),
  time('yesterday', '昨天'),
  time('yesterday morning', '昨天早上', 'morning'),
  time('yesterday afternoon', '昨天下午', 'afternoon'),
  time('last night', '昨晚', 'evening'),
  time('this morning', '今天早上', 'morning'),
  time('the day before yesterday', '前天'),
  time('last Sunday', '上个星期天'),
  time('last weekend', '上个周末'),
];

/** Past times for events that stand out: purchases, journeys. */
export const pastTimes: readonly Time[] = [
  time('yesterday', '昨天'),
  time('the day before yesterday', '前天'),
  time('last weekend', '上个周末'),
  time('last week', '上个星期'),
  time('last month', '上个月'),
  time('last year', '去年'),
  time('three days ago', '三天前'),
  time('two weeks ago', '两个星期前'),
];

export const pastYears: readonly Time[] = [
  time('last year', '去年'),
  time('last month', '上个月'),
  time('two years ago', '两年前'),
  time('three years ago', '三年前'),
  time('last summer', '去年夏天'),
  time('last winter', '去年冬天'),
];

export const futureDays: readonly Time[] = [
  time('tomorrow', '明天'),
  time('tomorrow', '明天'),
  time('tonight', '今晚', 'evening'),
  time('tomorrow morning', '明天早上', 'morning'),
  time('tomorrow afternoon', '明天下午', 'afternoon'),
  time('tomorrow evening', '明天晚上', 'evening'),
  time('the day after tomorrow', '后天'),
  time('this weekend', '这个周末'),
  time('next Sunday', '下个星期天'),
];

export const futureTimes: readonly Time[] = [
  time('tomorrow', '明天'),
  time('the day after tomorrow', '后天'),
  time('this weekend', '这个周末'),
  time('next week', '下个星期'),
  time('next month', '下个月'),
  time('next year', '明年'),
  time('next summer', '明年夏天'),
];

export const everyDays: readonly Time[] = [
  time('every day', '每天'),
  time('every day', '每天'),
  time('every morning', '每天早上', 'morning'),
  time('every afternoon', '每天下午', 'afternoon'),
  time('every evening', '每天晚上', 'evening'),
  time('every weekend', '每个周末'),
];

export const weekdays: readonly Time[] = [
  time('Monday', '星期一'),
  time('Tuesday', '星期二'),
  time('Wednesday', '星期三'),
  time('Thursday', '星期四'),
  time('Friday', '星期五'),
  time('Saturday', '星期六'),
  time('Sunday', '星期天'),
];

export const months: readonly Time[] = [
  'January|一月',
  'February|二月',
  'March|三月',
  'April|四月',
  'May|五月',
  'June|六月',
  'July|七月',
  'August|八月',
  'September|九月',
  'October|十月',
  'November|十一月',
  'December|十二月',
].map((row) => {
  const [en = '', zh = ''] = row.split('|');
  return time(en, zh);
});

export const seasons: readonly Time[] = [
  time('spring', '春天'),
  time('summer', '夏天'),
  time('autumn', '秋天'),
  time('winter', '冬天'),
];

/** How long one sitting lasts. */
export const sittings: readonly Time[] = [
  time('half an hour', '半个小时'),
  time('an hour', '一个小时'),
  time('two hours', '两个小时'),
  time('three hours', '三个小时'),
  time('forty minutes', '四十分钟'),
];

export const shortSpans: readonly Time[] = [
  time('ten minutes', '十分钟'),
  time('twenty minutes', '二十分钟'),
  time('half an hour', '半个小时'),
  time('an hour', '一个小时'),
  time('two hours', '两个小时'),
];

export const longSpans: readonly Time[] = [
  time('six months', '六个月'),
  time('a year', '一年'),
  time('two years', '两年'),
  time('three years', '三年'),
  time('five years', '五年'),
  time('ten years', '十年'),
];

export const rates: readonly { readonly en: string; readonly period: string; readonly times: string }[] = [
  { en: 'once a week', period: '每个星期', times: '一次' },
  { en: 'twice a week', period: '每个星期', times: '两次' },
  { en: 'three times a week', period: '每个星期', times: '三次' },
  { en: 'twice a month', period: '每个月', times: '两次' },
  { en: 'once a month', period: '每个月', times: '一次' },
];

export const frequencies: readonly Time[] = [
  time('always', '总是'),
  time('usually', '通常'),
  time('often', '常常'),
  time('often', '常常'),
  time('sometimes', '有时候'),
  time('seldom', '很少'),
  time('never', '从来不'),
];

const distinct = (...lists: readonly (readonly Time[])[]) => [
  ...new Map(lists.flat().map(({ en, zh }) => [en, { en, zh: [zh] }])).values(),
];

export const timeEntries = {
  time: distinct(pastDays, pastTimes, pastYears, futureDays, futureTimes, everyDays),
  calendar: distinct(weekdays, months, seasons),
  span: distinct(sittings, shortSpans, longSpans),
  frequency: [...distinct(frequencies), ...rates.map(({ en, times }) => ({ en, zh: [times] }))],
};
