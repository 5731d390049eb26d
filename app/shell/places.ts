/** Where one can go from anywhere. `key` is its word in the area shell; `keys` goes there, typed one after the other. */
export const places = [
  { href: '/', key: 'sweeps', keys: 'g s' },
  { href: '/sweeps/new', key: 'newSweep', keys: 'g n' },
  { href: '/compare', key: 'compare', keys: 'g c' },
  { href: '/corpora', key: 'corpora', keys: 'g o' },
  { href: '/workers', key: 'workers', keys: 'g w' },
  { href: '/settings', key: 'settings', keys: 'g e' },
] as const;

type Place = (typeof places)[number];

/** The place that the address belongs to; the pages of sweeps and runs belong to Sweeps. */
export function placeOf(pathname: string): Place {
  return places.find(({ href }) => href !== '/' && pathname.startsWith(href)) ?? places[0];
}
