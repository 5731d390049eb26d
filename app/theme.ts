import { cookies } from 'next/headers';
import { type Theme, themeCookie } from './shell/themes';

/** The theme that was chosen. */
export async function requestTheme(): Promise<Theme> {
  const chosen = (await cookies()).get(themeCookie)?.value;
  return chosen === 'light' || chosen === 'dark' ? chosen : 'system';
}
