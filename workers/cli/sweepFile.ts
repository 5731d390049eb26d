import { readFileSync } from 'node:fs';
import { HeldoutError } from '@/lib/domain/errors';
import type { SweepSpec } from '@/lib/domain/sweep';
import { parseSweepText } from '@/sweeps/parse';

/**
 * A sweep spec and its text; - reads standard input.
 *
 * @throws HeldoutError invalid_input where the file cannot be read; invalid_sweep
 */
export function readSweepFile(file: string): { text: string; spec: SweepSpec } {
  let text: string;
  try {
    text = readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new HeldoutError('invalid_input', `cannot read the sweep file ${file} (${reason})`, { cause });
  }
  return { text, spec: parseSweepText(text) };
}
