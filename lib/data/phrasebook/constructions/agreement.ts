/** English verbs that agree with their subject. */
import { thirdPerson } from '../english';
import { i, type Person } from '../lexicon/people';

export const be = (who: Person): string => (who === i ? 'am' : who.third ? 'is' : 'are');
export const was = (who: Person): string => (who === i || who.third ? 'was' : 'were');
export const has = (who: Person): string => (who.third ? 'has' : 'have');
export const does = (who: Person): string => (who.third ? 'does' : 'do');
/** "Tom plays chess", "we play chess". */
export const present = (who: Person, phrase: string): string => (who.third ? thirdPerson(phrase) : phrase);
