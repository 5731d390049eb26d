/** Pools of things by what people do with them. */
import { type Thing, things, thingsNamed, thingsOf } from './things';

export const goods = [
  ...thingsOf(['reading', 'food', 'clothing']),
  ...thingsOf(['small'], ['ball']),
  ...thingsOf(['paper'], ['letter', 'photo']),
  ...thingsNamed('flower', 'rose'),
];
export const expensive = [
  ...thingsOf(['device', 'furniture', 'instrument']),
  ...thingsNamed('car', 'bike', 'motorbike', 'house', 'watch'),
];
export const belongings = [
  ...thingsOf(['reading', 'clothing', 'device', 'instrument']),
  ...thingsOf(['small']),
  ...thingsNamed('car', 'bike', 'dog', 'cat', 'ticket', 'map', 'photo'),
];
export const portable = belongings.filter(
  ({ en, pair }) =>
    pair === undefined &&
    ![
      'washing machine',
      'fridge',
      'television',
      'piano',
      'car',
      'dog',
      'cat',
      'plate',
      'bowl',
      'newspaper',
      'gift',
    ].includes(en),
);
export const owned = [
  ...thingsOf(['pet', 'device', 'instrument', 'reading']),
  ...thingsNamed(
    'car',
    'bike',
    'house',
    'tie',
    'hat',
    'umbrella',
    'ticket',
    'map',
    'watch',
    'plan',
    'question',
    'idea',
    'job',
    'horse',
    'sheep',
    'cow',
    'pig',
    'truck',
    'toy',
    'key',
    'coat',
    'company',
    'shop',
  ),
];
export const single = things.filter(({ pair }) => pair === undefined);
export const colored = [
  ...thingsOf(['clothing']),
  ...thingsNamed(
    'bag',
    'umbrella',
    'car',
    'bike',
    'sofa',
    'chair',
    'cup',
    'pen',
    'box',
    'phone',
    'rose',
    'flower',
    'pencil',
    'table',
    'bed',
    'motorbike',
    'wallet',
  ),
];
export const lendable = thingsNamed(
  'book',
  'novel',
  'magazine',
  'dictionary',
  'textbook',
  'umbrella',
  'pen',
  'pencil',
  'bike',
  'car',
  'camera',
  'guitar',
  'map',
  'computer',
);
/** Twos are the interesting ones: 两. */
export const numbers = [1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

export const isPlural = (thing: Thing): boolean => thing.pair !== undefined;
export const noun = (thing: Thing): string => thing.pair ?? thing.en;
