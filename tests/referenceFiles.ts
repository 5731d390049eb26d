import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Reference values and real sentences live beside a developer's checkout, never inside the project.
 * Tests that use them skip, with a message, where they are absent.
 *
 * @returns the absolute path, or null (after saying so on the terminal)
 */
export function referenceFile(pathBesideCheckout: string): string | null {
  const path = fileURLToPath(new URL(`../../shared/${pathBesideCheckout}`, import.meta.url));
  if (existsSync(path)) return path;
  console.warn(`skipped: reference file ${pathBesideCheckout} is not beside this checkout`);
  return null;
}
