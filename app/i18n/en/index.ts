import { answer } from './answer';
import { attention } from './attention';
import { charts } from './charts';
import { common } from './common';
import { compare } from './compare';
import { corpora } from './corpora';
import { corpus } from './corpus';
import { curves } from './curves';
import { factors } from './factors';
import { newSweep } from './newSweep';
import { overfitting } from './overfitting';
import { report } from './report';
import { run } from './run';
import { sentences } from './sentences';
import { settings } from './settings';
import { shell } from './shell';
import { states } from './states';
import { sweep } from './sweep';
import { sweeps } from './sweeps';
import { table } from './table';
import { translations } from './translations';
import { verdicts } from './verdicts';
import { workers } from './workers';

/** One file an area; app/i18n/zh mirrors it. */
export const en = {
  shell,
  common,
  sweeps,
  newSweep,
  sweep,
  curves,
  overfitting,
  table,
  factors,
  translations,
  run,
  attention,
  compare,
  corpora,
  corpus,
  workers,
  settings,
  charts,
  states,
  sentences,
  verdicts,
  answer,
  report,
};

/** English is the model: a key that Chinese lacks, or has in addition, is a type error. */
export type Messages = typeof en;
