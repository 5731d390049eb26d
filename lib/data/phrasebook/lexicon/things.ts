/** Countable things with their measure words, and stuff that is counted by the cup. */
import type { Measured } from '../chinese';
import { plural } from '../english';

export type ThingClass =
  | 'reading'
  | 'paper'
  | 'small'
  | 'device'
  | 'furniture'
  | 'vehicle'
  | 'pet'
  | 'animal'
  | 'plant'
  | 'food'
  | 'clothing'
  | 'building'
  | 'instrument'
  | 'work';

export interface Thing extends Measured {
  readonly kind: ThingClass;
  /** Singular: "pair of shoes" for what comes in pairs. */
  readonly en: string;
  readonly plural: string;
  /** The plural noun alone where English has no singular: "shoes"; else undefined. */
  readonly pair: string | undefined;
}

const rows = `
reading book 书 本|novel 小说 本|magazine 杂志 本|dictionary 词典 本|newspaper 报纸 份|textbook 课本 本
paper letter 信 封|map 地图 张|ticket 票 张|photo 照片 张|postcard 明信片 张|painting 画 幅
small pen 笔 支|pencil 铅笔 支|key 钥匙 把|knife 刀 把|umbrella 雨伞 把|cup 杯子 个|bowl 碗 个|plate 盘子 个|watch 手表 块|wallet 钱包 个|bag 包 个|box 盒子 个|toy 玩具 个|gift 礼物 份|ball 球 个|+glasses 眼镜 副
device computer 电脑 台|phone 手机 部|camera 相机 台|television 电视 台|fridge 冰箱 台|washing_machine 洗衣机 台|radio 收音机 台
furniture table 桌子 张|chair 椅子 把|bed 床 张|sofa 沙发 张|lamp 灯 盏|mirror 镜子 面|bookcase 书架 个
vehicle car 汽车 辆|bike 自行车 辆|bus 公共汽车 辆|taxi 出租车 辆|motorbike 摩托车 辆|truck 卡车 辆|ship 船 艘|plane 飞机 架
pet dog 狗 只|cat 猫 只|bird 鸟 只|rabbit 兔子 只|fish 鱼 条
animal horse 马 匹|sheep 羊 只|cow 牛 头|pig 猪 头|duck 鸭子 只|chicken 鸡 只|monkey 猴子 只|tiger 老虎 只|panda 熊猫 只|elephant 大象 头|snake 蛇 条|mouse 老鼠 只
plant flower 花 朵|tree 树 棵|rose 玫瑰 朵
food apple 苹果 个|orange 橙子 个|banana 香蕉 根|egg 鸡蛋 个|cake 蛋糕 个|sandwich 三明治 个|hamburger 汉堡 个|watermelon 西瓜 个|pear 梨 个|peach 桃子 个|potato 土豆 个|tomato 西红柿 个
clothing shirt 衬衫 件|coat 大衣 件|sweater 毛衣 件|dress 连衣裙 条|skirt 裙子 条|hat 帽子 顶|scarf 围巾 条|tie 领带 条|jacket 夹克 件|+shoes 鞋子 双|+socks 袜子 双|+gloves 手套 副|+trousers 裤子 条
building house 房子 栋|shop 商店 家|hotel 酒店 家|restaurant 饭馆 家|café 咖啡馆 家|hospital 医院 家|school 学校 所|company 公司 家|bridge 桥 座|mountain 山 座|river 河 条|street 街 条|city 城市 座|room 房间 个|village 村子 个
instrument piano 钢琴 架|guitar 吉他 把|violin 小提琴 把
work song 歌 首|movie 电影 部|story 故事 个|question 问题 个|idea 主意 个|plan 计划 个|game 游戏 个|lesson 课 节|job 工作 份|poem 诗 首
`;

/** A sheet, a bottle, a cup: see `rows`; "+" marks what English only has in pairs, "_" a space. */
function parseThing(kind: ThingClass, row: string): Thing {
  const [noun = '', zh = '', measure = ''] = row.split(' ');
  if (noun.startsWith('+')) {
    const pair = noun.slice(1);
    return { kind, en: `pair of ${pair}`, plural: `pairs of ${pair}`, pair, zh, measure };
  }
  const en = noun.replaceAll('_', ' ');
  return { kind, en, plural: plural(en), pair: undefined, zh, measure };
}

export const things: readonly Thing[] = rows
  .trim()
  .split('\n')
  .flatMap((line) => {
    const space = line.indexOf(' ');
    const kind = line.slice(0, space) as ThingClass;
    return line
      .slice(space + 1)
      .split('|')
      .map((row) => parseThing(kind, row));
  });

/** Things of these classes, less the ones named in `without`. */
export function thingsOf(kinds: readonly ThingClass[], without: readonly string[] = []): readonly Thing[] {
  return things.filter(({ kind, en, pair }) => kinds.includes(kind) && !without.includes(pair ?? en));
}

/** The things with these English names. */
export function thingsNamed(...englishNames: readonly string[]): readonly Thing[] {
  return things.filter(({ en, pair }) => englishNames.includes(pair ?? en));
}

/** "two books", "a book", "three pairs of shoes". */
export function countedEnglish(value: number, word: string, thing: Thing, modifier = ''): string {
  const adjective = modifier === '' ? '' : `${modifier} `;
  // the colour of shoes stands before "shoes", not before "pair"
  if (thing.pair !== undefined) {
    return `${word} ${value === 1 ? 'pair' : 'pairs'} of ${adjective}${thing.pair}`;
  }
  return `${word} ${adjective}${value === 1 ? thing.en : thing.plural}`;
}

/** What one eats or drinks by the cup: "cup of tea" 杯 + 茶. */
export interface Serving extends Measured {
  readonly mass: string;
  readonly container: string;
  readonly verb: 'eat' | 'drink';
  readonly zhVerb: '吃' | '喝';
}

const servingRows = [
  ['tea', '茶', 'cup', '杯', 'drink'],
  ['coffee', '咖啡', 'cup', '杯', 'drink'],
  ['water', '水', 'glass', '杯', 'drink'],
  ['milk', '牛奶', 'glass', '杯', 'drink'],
  ['juice', '果汁', 'glass', '杯', 'drink'],
  ['beer', '啤酒', 'bottle', '瓶', 'drink'],
  ['wine', '红酒', 'glass', '杯', 'drink'],
  ['cola', '可乐', 'bottle', '瓶', 'drink'],
  ['soup', '汤', 'bowl', '碗', 'drink'],
  ['rice', '米饭', 'bowl', '碗', 'eat'],
  ['noodles', '面条', 'bowl', '碗', 'eat'],
  ['bread', '面包', 'slice', '片', 'eat'],
  ['chocolate', '巧克力', 'piece', '块', 'eat'],
  ['cheese', '奶酪', 'piece', '块', 'eat'],
] as const;

export const servings: readonly Serving[] = servingRows.map(([mass, zh, container, measure, verb]) => ({
  mass,
  zh,
  container,
  measure,
  verb,
  zhVerb: verb === 'eat' ? '吃' : '喝',
}));

export const thingEntries = {
  thing: things.map(({ en, zh }) => ({ en, zh: [zh] })),
  serving: servings.map(({ mass, zh }) => ({ en: mass, zh: [zh] })),
  measure: [...new Set([...things, ...servings].map(({ measure }) => measure))].map((measure) => ({
    en: '',
    zh: [measure],
  })),
};
