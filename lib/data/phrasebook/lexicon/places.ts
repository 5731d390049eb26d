/** Where things happen. */

export type PlaceKind = 'home' | 'room' | 'institution' | 'shop' | 'outdoors' | 'city' | 'country';

export interface Place {
  readonly key: string;
  readonly kind: PlaceKind;
  /** Noun phrase: "the park". */
  readonly en: string;
  /** "in the park". */
  readonly where: string;
  /** "to the park"; "home" takes no preposition, "to school" no article. */
  readonly whither: string;
  readonly zh: string;
  /** Place of an action, after 在: 公园, 厨房里. */
  readonly at: string;
  /** Place where something exists, before 有: 公园里. */
  readonly inside: string;
}

const rows = [
  ['home', 'home', 'home', 'at', '家'],
  ['kitchen', 'room', 'the kitchen', 'in', '厨房'],
  ['bedroom', 'room', 'the bedroom', 'in', '卧室'],
  ['livingRoom', 'room', 'the living room', 'in', '客厅'],
  ['classroom', 'room', 'the classroom', 'in', '教室'],
  ['garden', 'room', 'the garden', 'in', '花园'],
  ['office', 'institution', 'the office', 'in', '办公室'],
  ['school', 'institution', 'the school', 'at', '学校'],
  ['library', 'institution', 'the library', 'in', '图书馆'],
  ['hospital', 'institution', 'the hospital', 'in', '医院'],
  ['factory', 'institution', 'the factory', 'in', '工厂'],
  ['bank', 'institution', 'the bank', 'at', '银行'],
  ['postOffice', 'institution', 'the post office', 'at', '邮局'],
  ['museum', 'institution', 'the museum', 'in', '博物馆'],
  ['gym', 'institution', 'the gym', 'at', '体育馆'],
  ['swimmingPool', 'institution', 'the swimming pool', 'at', '游泳池'],
  ['cinema', 'institution', 'the cinema', 'at', '电影院'],
  ['hotel', 'institution', 'the hotel', 'in', '酒店'],
  ['trainStation', 'institution', 'the train station', 'at', '火车站'],
  ['airport', 'institution', 'the airport', 'at', '机场'],
  ['busStop', 'outdoors', 'the bus stop', 'at', '公共汽车站'],
  ['restaurant', 'shop', 'the restaurant', 'at', '饭馆'],
  ['cafe', 'shop', 'the café', 'in', '咖啡馆'],
  ['supermarket', 'shop', 'the supermarket', 'at', '超市'],
  ['bookstore', 'shop', 'the bookstore', 'at', '书店'],
  ['market', 'shop', 'the market', 'at', '市场'],
  ['shop', 'shop', 'the shop', 'at', '商店'],
  ['park', 'outdoors', 'the park', 'in', '公园'],
  ['zoo', 'outdoors', 'the zoo', 'at', '动物园'],
  ['river', 'outdoors', 'the river', 'by', '河边'],
  ['sea', 'outdoors', 'the sea', 'by', '海边'],
  ['village', 'outdoors', 'the village', 'in', '村子'],
  ['beijing', 'city', 'Beijing', 'in', '北京'],
  ['shanghai', 'city', 'Shanghai', 'in', '上海'],
  ['london', 'city', 'London', 'in', '伦敦'],
  ['paris', 'city', 'Paris', 'in', '巴黎'],
  ['newYork', 'city', 'New York', 'in', '纽约'],
  ['tokyo', 'city', 'Tokyo', 'in', '东京'],
  ['china', 'country', 'China', 'in', '中国'],
  ['japan', 'country', 'Japan', 'in', '日本'],
  ['america', 'country', 'America', 'in', '美国'],
  ['england', 'country', 'England', 'in', '英国'],
  ['france', 'country', 'France', 'in', '法国'],
  ['canada', 'country', 'Canada', 'in', '加拿大'],
] as const;

export type PlaceKey = (typeof rows)[number][0];

function place([key, kind, en, preposition, zh]: (typeof rows)[number]): Place {
  const edge = zh.endsWith('边');
  const bare = kind === 'city' || kind === 'country' || edge;
  const inside = bare ? zh : `${zh}里`;
  return {
    key,
    kind,
    en,
    where: key === 'school' ? 'at school' : `${preposition} ${en}`,
    whither: key === 'home' ? 'home' : key === 'school' ? 'to school' : `to ${en}`,
    zh,
    at: kind === 'room' || key === 'village' ? inside : zh,
    inside,
  };
}

export const places: readonly Place[] = rows.map(place);

const byKey = new Map<string, Place>(places.map((entry) => [entry.key, entry]));

export function placeOf(key: PlaceKey): Place {
  return byKey.get(key) as Place;
}

const ofKind = (...kinds: readonly PlaceKind[]): readonly Place[] =>
  places.filter(({ kind }) => kinds.includes(kind));

export const cities = ofKind('city');
export const countries = ofKind('country');
export const regions = ofKind('city', 'country');
/** Places in town that one can go to, ask the way to and meet at. */
export const destinations = places.filter(
  ({ kind, key }) =>
    ['institution', 'shop', 'outdoors'].includes(kind) && !['factory', 'village', 'busStop'].includes(key),
);
/** Fixed buildings that one can measure distances between. */
export const landmarks = ofKind('institution', 'shop').filter(({ key }) => !['office', 'gym'].includes(key));
/** Where people are employed. */
export const workplaces = (
  [
    'hospital',
    'school',
    'bank',
    'factory',
    'library',
    'hotel',
    'restaurant',
    'airport',
    'museum',
    'bookstore',
    'supermarket',
    'postOffice',
  ] as const
).map(placeOf);

export const placeEntries = { place: rows.map(([, , en, , zh]) => ({ en, zh: [zh] })) };
