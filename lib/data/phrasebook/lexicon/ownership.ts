import type { Person } from './people';
import type { Thing } from './things';

const womens = ['dress', 'skirt'];
const mens = ['tie'];
const grownUps = [
  'car',
  'motorbike',
  'truck',
  'house',
  'company',
  'shop',
  'fridge',
  'washing machine',
  'television',
  'sofa',
  'bookcase',
  'job',
  'bed',
  'table',
  'lamp',
  'mirror',
  'horse',
  'cow',
  'pig',
  'sheep',
  'plan',
  'chair',
  'radio',
  'piano',
  'knife',
  'tie',
];
const childrens = ['toy'];
const youths = ['guitar', 'motorbike', 'textbook', 'ball', 'pencil'];

/** Whether one expects this person to buy or own this: a boy no skirt, a child no car. */
export function suitsOwner(who: Person, thing: Thing): boolean {
  const name = thing.pair ?? thing.en;
  if (womens.includes(name)) return who.gender === 'f';
  if (mens.includes(name) && who.gender !== 'm') return false;
  if (grownUps.includes(name) && who.age === 'child') return false;
  if (childrens.includes(name)) return who.age === 'child';
  return !(youths.includes(name) && who.age === 'elder');
}
