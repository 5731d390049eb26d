import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const app = fileURLToPath(new URL('../../../../app/', import.meta.url));

export interface Source {
  /** From app/ on. */
  path: string;
  text: string;
}

/** The code of the pages: everything in app/ but the API and the messages themselves. */
export function pageSources(): Source[] {
  return readdirSync(app, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && !/^(api|i18n)\//.test(path))
    .sort()
    .map((path) => ({ path, text: readFileSync(app + path, 'utf8') }));
}
