/** What people do: verb-object actions, the places they suit and the constructions they suit. */
import type { VerbObject } from '../chinese';
import { hasPronoun, type Person } from './people';
import { type Place, type PlaceKey, placeOf } from './places';
import type { PartOfDay, Time } from './times';

/**
 * What an activity may be used for, one letter each:
 * h hobby (喜欢) · s skill (会) · d measured in hours · w done so many times a week ·
 * e an event one has done or not · p can be in progress · c chore, duty or good habit ·
 * x bad habit · b done in the background (一边) · n needs youth · a for adults · k for those who go to school
 */
export type Trait = 'h' | 's' | 'd' | 'w' | 'e' | 'p' | 'c' | 'x' | 'b' | 'n' | 'a' | 'k';

export interface Activity extends VerbObject {
  /** One occasion: "watch a movie". */
  readonly once: string;
  /** The habit: "watch movies". */
  readonly habit: string;
  readonly places: readonly Place[];
  readonly traits: string;
  readonly part: PartOfDay | undefined;
}

type Row = readonly [
  /** "habit", or "once | habit" where they differ. */
  english: string,
  verb: string,
  object: string,
  traits: string,
  places: readonly PlaceKey[],
  part?: PartOfDay,
];

const rows: readonly Row[] = [
  ['swim', '游', '泳', 'hsdwepn', ['swimmingPool', 'sea']],
  ['run', '跑', '步', 'hdwepn', ['park', 'river']],
  ['dance', '跳', '舞', 'hsdwep', ['park', 'livingRoom']],
  ['sing', '唱', '歌', 'hsp', ['park', 'garden']],
  ['cook', '做', '饭', 'hsdepc', ['kitchen', 'home']],
  [
    'read a book | read books',
    '看',
    '书',
    'hdpc',
    ['library', 'home', 'bedroom', 'cafe', 'park', 'classroom'],
  ],
  ['study', '学习', '', 'dpc', ['library', 'home', 'school', 'classroom']],
  ['work', '工作', '', 'dpan', ['office', 'factory', 'bank', 'home']],
  ['play football', '踢', '足球', 'hsdwepn', ['park', 'school']],
  ['play basketball', '打', '篮球', 'hsdwepn', ['gym', 'school']],
  ['play tennis', '打', '网球', 'hsdwepn', ['gym', 'park']],
  ['play table tennis', '打', '乒乓球', 'hsdwep', ['gym', 'school']],
  ['play volleyball', '打', '排球', 'hsdwepn', ['gym', 'sea', 'school']],
  ['play the piano', '弹', '钢琴', 'hsdwep', ['home', 'livingRoom']],
  ['play the guitar', '弹', '吉他', 'hsdwep', ['park', 'home', 'bedroom']],
  ['play the violin', '拉', '小提琴', 'hsdwep', ['home', 'bedroom']],
  ['play chess', '下', '棋', 'hsdwep', ['park', 'home', 'livingRoom']],
  ['play video games', '玩', '游戏', 'hdepxn', ['home', 'bedroom']],
  ['watch TV', '看', '电视', 'hdepbx', ['home', 'livingRoom', 'bedroom']],
  ['watch a movie | watch movies', '看', '电影', 'hwepn', ['cinema', 'home']],
  ['watch a football match | watch football matches', '看', '足球比赛', 'hdp', ['home', 'livingRoom']],
  ['listen to music', '听', '音乐', 'hdpb', ['home', 'bedroom', 'cafe']],
  ['listen to the radio', '听', '广播', 'hdpb', ['home', 'kitchen']],
  ['drink tea', '喝', '茶', 'hpb', ['home', 'livingRoom', 'garden']],
  ['drink coffee', '喝', '咖啡', 'hpba', ['cafe', 'office', 'home']],
  ['drink beer', '喝', '啤酒', 'hepxa', ['restaurant', 'home']],
  ['eat breakfast', '吃', '早饭', 'epc', ['home', 'kitchen', 'hotel'], 'morning'],
  ['eat lunch', '吃', '午饭', 'epc', ['restaurant', 'school', 'office'], 'noon'],
  ['eat dinner', '吃', '晚饭', 'epc', ['home', 'restaurant', 'hotel'], 'evening'],
  ['do homework', '做', '作业', 'depck', ['home', 'library', 'classroom', 'bedroom']],
  ['wash clothes', '洗', '衣服', 'dwepc', ['home']],
  ['wash the dishes', '洗', '碗', 'epc', ['kitchen']],
  ['clean the room', '打扫', '房间', 'dwepc', []],
  ['do housework', '做', '家务', 'depc', ['home']],
  ['take photos', '拍', '照', 'hep', ['park', 'sea', 'zoo', 'river']],
  ['draw pictures', '画', '画', 'hsdp', ['park', 'garden', 'home', 'classroom']],
  ['read the newspaper', '看', '报纸', 'hdpba', ['office', 'home', 'cafe', 'livingRoom']],
  ['surf the Internet', '上', '网', 'hdpx', ['home', 'library', 'office', 'cafe']],
  ['take a walk | take walks', '散', '步', 'hwepc', ['park', 'river', 'sea']],
  ['take a shower', '洗', '澡', 'epc', ['home']],
  ['sleep', '睡', '觉', 'dp', ['home', 'bedroom', 'hotel']],
  ['rest', '休息', '', 'dpc', ['home', 'bedroom', 'hotel', 'garden']],
  ['chat with friends', '和朋友聊', '天', 'hdpb', ['cafe', 'park', 'home']],
  ['study Chinese', '学', '中文', 'hdpc', ['school', 'beijing', 'china', 'shanghai']],
  ['study English', '学', '英语', 'hdpc', ['school', 'london', 'england', 'newYork']],
  ['study French', '学', '法语', 'hdpc', ['school', 'paris', 'france']],
  ['study Japanese', '学', '日语', 'hdpc', ['school', 'tokyo', 'japan']],
  ['speak Chinese', '说', '中文', 'sh', ['school', 'china']],
  ['speak English', '说', '英语', 'sh', ['school', 'office']],
  ['write a letter | write letters', '写', '信', 'hp', ['home', 'office', 'library']],
  ['write Chinese characters', '写', '汉字', 'shpd', ['classroom', 'home']],
  ['wait for the bus', '等', '公共汽车', 'p', ['busStop']],
  ['exercise', '锻炼', '', 'dwphc', ['gym', 'park', 'river']],
  ['drive', '开', '车', 'sdah', []],
  ['ride a bike', '骑', '自行车', 'hspn', ['park', 'river']],
  ['climb mountains', '爬', '山', 'hwn', []],
  ['skate', '滑', '冰', 'hsdwepn', ['park']],
  ['ski', '滑', '雪', 'hsn', []],
  ['fish', '钓', '鱼', 'hsdwep', ['river', 'sea']],
  ['have a meeting | have meetings', '开', '会', 'depan', ['office', 'hotel']],
  ['walk the dog', '遛', '狗', 'hepc', ['park', 'river']],
  ['play with the dog', '和狗玩', '', 'hp', ['garden', 'park']],
  ['water the flowers', '浇', '花', 'epc', ['garden']],
  ['plant flowers', '种', '花', 'hp', ['garden']],
  ['buy vegetables', '买', '菜', 'epc', ['market', 'supermarket']],
  ['shop', '买', '东西', 'hp', ['supermarket', 'market']],
  ['make a cake | make cakes', '做', '蛋糕', 'hsp', ['kitchen', 'home']],
  ['make dumplings', '包', '饺子', 'hsp', ['kitchen', 'home']],
  ['repair the car | repair cars', '修', '车', 'spa', []],
  ['smoke', '抽', '烟', 'xpa', ['garden', 'park']],
];

export const activities: readonly Activity[] = rows.map(
  ([english, verb, object, traits, placeKeys, part]) => {
    const [once = english, habit = once] = english.split(' | ');
    return { once, habit, verb, object, traits, places: placeKeys.map(placeOf), part };
  },
);

/** An activity at one of its places. */
export interface Scene {
  readonly act: Activity;
  readonly place: Place;
}

/** Activities that have every one of the traits. */
export function having(...traits: readonly Trait[]): readonly Activity[] {
  return activities.filter((act) => traits.every((trait) => act.traits.includes(trait)));
}

/** Every activity among `acts` with every place that suits it. */
export function scenes(acts: readonly Activity[] = activities): readonly Scene[] {
  return acts.flatMap((act) => act.places.map((place) => ({ act, place })));
}

/** One occasion of what there is a certain amount of to do: "do his homework", "wash the clothes". */
export function definite({ once }: Activity, who: Person): string {
  const owner = hasPronoun(who) ? who.pronoun.possessive : 'the';
  return once
    .replace('do homework', `do ${owner} homework`)
    .replace(/^(wash|do) (clothes|housework)$/, '$1 the $2');
}

/** Whether it is plausible that this person does this. */
export function suits(who: Person, act: Activity): boolean {
  const has = (trait: Trait): boolean => act.traits.includes(trait);
  if (has('a') && who.age === 'child') return false;
  if (has('n') && who.age === 'elder') return false;
  if (has('k') && (who.age === 'elder' || who.age === 'adult')) return false;
  return true;
}

/** Whether it is plausible then: breakfast is not eaten in the evening, nor said to be eaten some weekend. */
export function timely(act: Activity, when: Time): boolean {
  if ((act.part !== undefined || act.once === 'take a shower') && /weekend|Sunday/.test(when.en))
    return false;
  return act.part === undefined || when.part === undefined || act.part === when.part;
}

export const activityEntries = {
  activity: activities.map(({ once, verb, object }) => ({ en: once, zh: [verb, object] })),
};
