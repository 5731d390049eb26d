/** The views of a sweep in the order in which one reads it, the answer first; '' is the overview. */
export const sweepViews = [
  '',
  'answer',
  'curves',
  'overfitting',
  'table',
  'factors',
  'translations',
  'setup',
] as const;

type SweepView = (typeof sweepViews)[number];

/** The view's word in the area sweep.tabs. */
export const sweepViewKeys = {
  '': 'overview',
  answer: 'answer',
  curves: 'curves',
  overfitting: 'overfitting',
  table: 'table',
  factors: 'factors',
  translations: 'translations',
  setup: 'setup',
} as const satisfies Record<SweepView, string>;

export function sweepViewPath(sweepId: string, view: SweepView): string {
  return view === '' ? `/sweeps/${sweepId}` : `/sweeps/${sweepId}/${view}`;
}

/** The sweep whose page this address is; undefined elsewhere, and on the page that makes a new one. */
export function sweepIdOf(pathname: string): string | undefined {
  const id = /^\/sweeps\/([^/]+)/.exec(pathname)?.[1];
  return id === 'new' ? undefined : id;
}
