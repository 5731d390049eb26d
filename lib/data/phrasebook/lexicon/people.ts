/** Who the sentences are about: pronouns, names, relatives, professions and groups. */

/** Decides what a person plausibly does: children do not drive, grandparents do not play basketball. */
export type Age = 'child' | 'adult' | 'elder' | 'any';

interface Pronoun {
  readonly subject: string;
  readonly object: string;
  readonly possessive: string;
  readonly zh: string;
}

export interface Person {
  readonly en: string;
  readonly object: string;
  readonly possessive: string;
  readonly zh: string;
  readonly pronoun: Pronoun;
  /** Agrees with a verb in -s. */
  readonly third: boolean;
  readonly age: Age;
  readonly gender: 'm' | 'f' | undefined;
  /** One individual in the singular, for "is a doctor". */
  readonly singular: boolean;
}

const pronounRows = [
  ['I', 'me', 'my', '我'],
  ['you', 'you', 'your', '你'],
  ['he', 'him', 'his', '他'],
  ['she', 'her', 'her', '她'],
  ['we', 'us', 'our', '我们'],
  ['they', 'them', 'their', '他们'],
] as const;

const [iForms, youForms, heForms, sheForms, weForms, theyForms] = pronounRows.map(
  ([subject, object, possessive, zh]): Pronoun => ({ subject, object, possessive, zh }),
) as [Pronoun, Pronoun, Pronoun, Pronoun, Pronoun, Pronoun];

function fromPronoun(pronoun: Pronoun, gender?: 'm' | 'f'): Person {
  return {
    en: pronoun.subject,
    object: pronoun.object,
    possessive: pronoun.possessive,
    zh: pronoun.zh,
    pronoun,
    third: gender !== undefined,
    age: 'any',
    gender,
    singular: pronoun !== weForms && pronoun !== theyForms,
  };
}

export const i = fromPronoun(iForms);
export const you = fromPronoun(youForms);
export const he = fromPronoun(heForms, 'm');
export const she = fromPronoun(sheForms, 'f');
export const we = fromPronoun(weForms);
export const they = fromPronoun(theyForms);

function individual(en: string, zh: string, gender: 'm' | 'f' | undefined, age: Age): Person {
  const pronoun = gender === 'm' ? heForms : gender === 'f' ? sheForms : theyForms;
  return { en, object: en, possessive: `${en}'s`, zh, pronoun, third: true, age, gender, singular: true };
}

const nameRows = [
  ['Tom', '汤姆', 'm'],
  ['Mary', '玛丽', 'f'],
  ['John', '约翰', 'm'],
  ['Anna', '安娜', 'f'],
  ['Peter', '彼得', 'm'],
  ['Lucy', '露西', 'f'],
  ['Jack', '杰克', 'm'],
  ['Linda', '琳达', 'f'],
  ['David', '大卫', 'm'],
  ['Alice', '爱丽丝', 'f'],
  ['Mike', '迈克', 'm'],
  ['Emma', '艾玛', 'f'],
  ['Xiaoming', '小明', 'm'],
  ['Li Hua', '李华', 'f'],
] as const;

export const names: readonly Person[] = nameRows.map(([en, zh, gender]) =>
  // every Chinese reader knows Xiaoming from primary school
  individual(en, zh, gender, en === 'Xiaoming' ? 'child' : 'any'),
);

/** With a pronoun all of these go without 的: 我妈妈, 我朋友. Whoever may be a man or a woman has no gender. */
const kinRows = [
  ['mother', '妈妈', 'f', 'adult'],
  ['father', '爸爸', 'm', 'adult'],
  ['older brother', '哥哥', 'm', 'any'],
  ['older sister', '姐姐', 'f', 'any'],
  ['younger brother', '弟弟', 'm', 'child'],
  ['younger sister', '妹妹', 'f', 'child'],
  ['grandfather', '爷爷', 'm', 'elder'],
  ['grandmother', '奶奶', 'f', 'elder'],
  ['uncle', '叔叔', 'm', 'adult'],
  ['aunt', '阿姨', 'f', 'adult'],
  ['son', '儿子', 'm', 'child'],
  ['daughter', '女儿', 'f', 'child'],
  ['friend', '朋友', undefined, 'any'],
  ['classmate', '同学', undefined, 'any'],
  ['colleague', '同事', undefined, 'adult'],
  ['neighbor', '邻居', undefined, 'adult'],
  ['boss', '老板', undefined, 'adult'],
] as const;

function relatives(owner: Pronoun): readonly Person[] {
  return kinRows.map(([en, zh, gender, age]) =>
    individual(`${owner.possessive} ${en}`, `${owner.zh}${zh}`, gender, age),
  );
}

export const myRelatives = relatives(iForms);
export const yourRelatives = relatives(youForms);
const hisRelatives = relatives(heForms);
const herRelatives = relatives(sheForms);

const professionRows = [
  ['doctor', '医生'],
  ['nurse', '护士'],
  ['teacher', '老师'],
  ['student', '学生'],
  ['driver', '司机'],
  ['cook', '厨师'],
  ['police officer', '警察'],
  ['manager', '经理'],
  ['lawyer', '律师'],
  ['engineer', '工程师'],
  ['writer', '作家'],
  ['singer', '歌手'],
  ['actor', '演员'],
  ['painter', '画家'],
  ['reporter', '记者'],
  ['waiter', '服务员'],
  ['farmer', '农民'],
  ['worker', '工人'],
  ['scientist', '科学家'],
  ['translator', '翻译'],
  ['secretary', '秘书'],
  ['dentist', '牙医'],
] as const;

/** A profession as a predicate noun: "a doctor". */
export interface Profession {
  readonly en: string;
  readonly zh: string;
}

export const professions: readonly Profession[] = professionRows.map(([en, zh]) => ({ en, zh }));

/** "the doctor" 医生: definite and bare, as Chinese has it. */
const roles: readonly Person[] = professionRows
  .filter(([en]) => ['doctor', 'nurse', 'teacher', 'manager', 'driver', 'secretary', 'reporter'].includes(en))
  .map(([en, zh]) => individual(`the ${en}`, zh, undefined, 'adult'));

function group(en: string, zh: string, age: Age): Person {
  const possessive = en.endsWith('s') ? `${en}'` : `${en}'s`;
  return {
    en,
    object: en,
    possessive,
    zh,
    pronoun: theyForms,
    third: false,
    age,
    gender: undefined,
    singular: false,
  };
}

const groups: readonly Person[] = [
  group('the children', '孩子们', 'child'),
  group('the students', '学生们', 'any'),
  group('my parents', '我父母', 'adult'),
  group('my friends', '我的朋友们', 'any'),
];

/** Individuals known to the speaker, singular, third person. */
export const acquaintances: readonly Person[] = [...names, ...myRelatives];

/** Third-person individuals, relatives of others too. */
export const individuals: readonly Person[] = [
  he,
  she,
  he,
  she,
  ...names,
  ...myRelatives,
  ...hisRelatives.slice(0, 8),
  ...herRelatives.slice(0, 8),
  ...roles,
];

/** Subjects of statements: not "you", whom one rarely tells what they did. Pronouns weigh what they weigh in speech. */
export const subjects: readonly Person[] = [
  ...Array.from({ length: 5 }, () => [i, he, she, we, they]).flat(),
  ...individuals,
  ...names,
  ...groups,
];

/** Whether one can go on about them with a pronoun: not "the doctor", who may be a he or a she. */
export const hasPronoun = (who: Person): boolean => who.gender !== undefined || !who.third;

/** Subjects that a second clause takes up with a pronoun. */
export const subjectsWithPronoun: readonly Person[] = subjects.filter(hasPronoun);

/** Subjects of questions: not "I", who would know. */
export const asked: readonly Person[] = [
  ...Array.from({ length: 8 }, () => you).flat(),
  ...Array.from({ length: 3 }, () => [he, she, they]).flat(),
  ...names,
  ...yourRelatives,
  ...roles,
];

export const peopleEntries = {
  pronoun: pronounRows.map(([en, , , zh]) => ({ en, zh: [zh] })),
  name: nameRows.map(([en, zh]) => ({ en, zh: [zh] })),
  kin: kinRows.map(([en, zh]) => ({ en, zh: [zh] })),
  profession: professionRows.map(([en, zh]) => ({ en, zh: [zh] })),
  group: groups.map(({ en, zh }) => ({ en, zh: [zh] })),
};
