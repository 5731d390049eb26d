/** Adjectives, typed by what they can be said of, and colours. */
import { comparative, superlative } from '../english';
import type { Thing } from './things';

export interface Quality {
  readonly en: string;
  readonly zh: string;
  readonly comparative: string;
  readonly superlative: string;
}

function quality(row: string): Quality {
  const [english = '', zh = ''] = row.split(' ');
  const long = english.startsWith('+');
  const en = english.replace('+', '').replaceAll('_', ' ');
  return { en, zh, comparative: comparative(en, long), superlative: superlative(en, long) };
}

const qualities = (rows: string): readonly Quality[] => rows.split('|').map(quality);

/** How people feel for a while; "+" marks comparison with "more". */
export const moods = qualities(
  'happy 高兴|+tired 累|busy 忙|hungry 饿|thirsty 渴|sleepy 困|angry 生气|sad 难过|+nervous 紧张|+excited 激动|+worried 担心|+bored 无聊|+surprised 惊讶|lonely 孤单|+disappointed 失望',
);

/** What people are like, safe to say of anybody. */
export const traits = qualities(
  'tall 高|clever 聪明|kind 善良|friendly 友好|lazy 懒|+hardworking 努力|strong 强壮|+polite 有礼貌|+careful 细心|+honest 诚实|brave 勇敢|+famous 有名|rich 有钱|+patient 有耐心|+serious 严肃|young 年轻|+humorous 幽默',
);

interface ThingQuality extends Quality {
  /** Classes and single things that it is said of. */
  readonly of: ReadonlySet<string>;
}

const thingQualityRows = `
new 新 : clothing device vehicle furniture bag wallet watch toy
old 旧 : clothing device furniture bag wallet dictionary bike
+expensive 贵 : clothing device vehicle furniture instrument bag watch gift reading hotel restaurant ticket house
cheap 便宜 : clothing device furniture instrument bag watch reading hotel restaurant ticket house
big 大 : bag box table bed sofa house room city hotel school company park supermarket fridge watermelon cake apple hospital mirror tree
small 小 : bag box table bed sofa house room hotel school company village café fridge shop
heavy 重 : bag box table bookcase washing_machine sofa watermelon bike
light 轻 : bag camera computer chair phone
+beautiful 漂亮 : clothing flower house painting city cup rose bird watch bridge
+interesting 有意思 : book novel magazine movie story game job lesson question idea plan poem
+boring 无聊 : book novel movie story game job lesson
+difficult 难 : question lesson textbook game poem
easy 容易 : question job game lesson textbook
long 长 : lesson letter novel movie story river bridge street skirt scarf poem
short 短 : letter poem story skirt song
tasty 好吃 : food
sweet 甜 : apple orange watermelon pear peach cake
fresh 新鲜 : apple orange banana egg tomato pear peach
clean 干净 : shirt room bed cup plate bowl table street hotel restaurant
dirty 脏 : shirt shoes socks trousers room table car plate coat
+comfortable 舒服 : bed sofa chair shoes coat car trousers sweater
+useful 有用 : dictionary map book computer phone camera idea umbrella bike textbook lesson
+important 重要 : question letter plan job lesson key
+strange 奇怪 : story question idea plan painting
+dangerous 危险 : tiger snake knife
fast 快 : car motorbike plane computer
slow 慢 : computer bus ship
quiet 安静 : village street café hotel room
noisy 吵 : street restaurant shop city
high 高 : mountain
tall 高 : bookcase tree
+famous 有名 : book painting song movie restaurant school mountain city museum bridge poem
warm 暖和 : coat sweater gloves scarf hat room
bright 亮 : lamp room
cute 可爱 : dog cat rabbit panda monkey bird toy
`;

const parsedThingQualities: readonly ThingQuality[] = thingQualityRows
  .trim()
  .split('\n')
  .map((line) => {
    const [head = '', range = ''] = line.split(' : ');
    return { ...quality(head), of: new Set(range.split(' ').map((name) => name.replaceAll('_', ' '))) };
  });

export interface Described {
  readonly thing: Thing;
  readonly quality: Quality;
}

/** What few things can be is repeated, so that its word is seen about as often as the others. */
const fewestOccurrences = 6;

/** Every thing among `candidates` with every quality that it can have. */
export function describe(candidates: readonly Thing[]): readonly Described[] {
  return parsedThingQualities.flatMap((entry) => {
    const described = candidates
      .filter(({ kind, pair, en }) => entry.of.has(kind) || entry.of.has(pair ?? en))
      .map((thing) => ({ thing, quality: entry }));
    const copies = Math.ceil(fewestOccurrences / Math.max(1, described.length));
    return Array.from({ length: copies }, () => described).flat();
  });
}

/** Colours stand before the noun with 的: 红色的大衣. */
export const colors: readonly { readonly en: string; readonly zh: string }[] = [
  { en: 'red', zh: '红色' },
  { en: 'blue', zh: '蓝色' },
  { en: 'green', zh: '绿色' },
  { en: 'white', zh: '白色' },
  { en: 'black', zh: '黑色' },
  { en: 'yellow', zh: '黄色' },
  { en: 'brown', zh: '棕色' },
  { en: 'gray', zh: '灰色' },
  { en: 'pink', zh: '粉色' },
  { en: 'purple', zh: '紫色' },
];

/** Weather as a predicate of a place or a day. */
export const climates = qualities('hot 热|cold 冷|warm 暖和|cool 凉快');

const entries = (list: readonly { en: string; zh: string }[]) => list.map(({ en, zh }) => ({ en, zh: [zh] }));

export const qualityEntries = {
  mood: entries(moods),
  trait: entries(traits),
  quality: entries(parsedThingQualities),
  color: entries(colors),
  climate: entries(climates),
};
