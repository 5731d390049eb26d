import { enter, scripts } from '../compiled/entry';

/** The portable worker's one file (./compile.ts). */
await enter(scripts, () => import('./program'));
