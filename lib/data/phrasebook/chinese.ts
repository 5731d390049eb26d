/** Chinese numerals, measure words and verb aspect for the phrasebook. */

const digits = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二'] as const;

/** A noun and the measure word it takes. */
export interface Measured {
  readonly zh: string;
  readonly measure: string;
}

/** A verb and, where it has one, the object that aspect particles split it from (看 + 书). */
export interface VerbObject {
  readonly verb: string;
  readonly object: string;
}

/** A numeral in front of a measure word: 2 is 两 there, not 二. */
export function numeral(value: number): string {
  return value === 2 ? '两' : (digits[value] ?? String(value));
}

/** 两本书. `modifier` stands between measure word and noun (一件红色的大衣). */
export function counted(value: number, noun: Measured, modifier = ''): string {
  return `${numeral(value)}${noun.measure}${modifier}${noun.zh}`;
}

/** 这本书, 那本书, 哪本书. */
export function pointed(determiner: '这' | '那' | '哪', noun: Measured): string {
  return `${determiner}${noun.measure}${noun.zh}`;
}

/** Objects whose verb ends well (做好饭) and those whose verb ends (洗完衣服); others are over with (吃过早饭). */
const completedObjects: readonly (readonly [complement: string, objects: readonly string[]])[] = [
  ['好', ['饭', '菜']],
  ['完', ['衣服', '碗', '房间', '作业', '家务']],
];

/** 洗完衣服, 吃过早饭: what one does before 了 where 已经 says that it is done; 已经洗衣服了 does not say so. */
export function completed(action: VerbObject): string {
  const row = completedObjects.find(([, objects]) => objects.includes(action.object));
  return action.verb + (row?.[0] ?? '过') + action.object;
}

/** 洗完碗: to the end. */
export function finished(action: VerbObject): string {
  return `${action.verb}完${action.object}`;
}

/** 不贵, but 没有意思: 有 is negated by 没. 有名 has a negative of its own. */
export function negated(quality: string): string {
  if (quality === '有名') return '不出名';
  return quality.startsWith('有') ? `没${quality}` : `不${quality}`;
}

/** 看书 */
export function plain(action: VerbObject): string {
  return action.verb + action.object;
}

/** 看过书: experience. */
export function experienced(action: VerbObject): string {
  return `${action.verb}过${action.object}`;
}

/** 看了两个小时的书, 休息了两个小时: how long something lasted. */
export function lasted(action: VerbObject, duration: string): string {
  return action.object === ''
    ? `${action.verb}了${duration}`
    : `${action.verb}了${duration}的${action.object}`;
}
