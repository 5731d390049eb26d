import { parse as parseYaml, YAMLParseError } from 'yaml';
import type { z } from 'zod';
import { catalogue, layersShorthand } from '@/lib/domain/config';
import { HeldoutError } from '@/lib/domain/errors';
import { type SweepSpec, sweepSpecSchema } from '@/lib/domain/sweep';

/** A spec is a page of text; anything longer is the wrong file. */
const maxSpecCharacters = 200_000;

const knownKeys = [...catalogue.map((entry) => entry.key), layersShorthand.key];

/** @returns the known hyperparameter that differs only in case or punctuation: d_model → dModel. */
function nearestKey(key: string): string | undefined {
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  return knownKeys.find((known) => plain(known) === plain(key));
}

/** One clear sentence for a key that no hyperparameter has. */
export function unknownKeyMessage(key: string): string {
  const near = nearestKey(key);
  return near
    ? `there is no hyperparameter "${key}"; did you mean "${near}"?`
    : `there is no hyperparameter "${key}"; known are ${knownKeys.join(', ')}`;
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}

/** The first issue as a sentence with the offending value; zod lists them in the order of the fields. */
function firstIssue(error: z.ZodError, input: unknown): { message: string; path: string } {
  const issue = error.issues[0];
  if (!issue) return { message: 'the sweep spec is not valid', path: '' };
  const path = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? '';
    const message = path === 'base' ? unknownKeyMessage(key) : `a sweep spec has no "${key}"`;
    return { message, path: path ? `${path}.${key}` : key };
  }
  const value = valueAt(input, issue.path);
  const shown = value === undefined ? '' : ` (got ${JSON.stringify(value)?.slice(0, 80)})`;
  const where = path ? `${path}: ` : '';
  return { message: `${where}${issue.message}${shown}`, path };
}

/**
 * @throws HeldoutError invalid_sweep with one sentence and the path of the first field at fault
 */
export function parseSweepSpec(input: unknown): SweepSpec {
  const parsed = sweepSpecSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  const { message, path } = firstIssue(parsed.error, input);
  throw new HeldoutError('invalid_sweep', `sweep spec: ${message}`, { path });
}

/**
 * @param text YAML 1.2, of which JSON is a subset
 * @throws HeldoutError invalid_sweep naming the line that does not parse, or as `parseSweepSpec`
 */
export function parseSweepText(text: string): SweepSpec {
  if (text.length > maxSpecCharacters) {
    throw new HeldoutError(
      'invalid_sweep',
      `sweep spec: ${text.length} characters is too long for a sweep spec (at most ${maxSpecCharacters}); is this the right file?`,
    );
  }
  let input: unknown;
  try {
    // maxAliasCount 0: a spec needs no aliases, and without them a small file cannot grow into a huge one.
    input = parseYaml(text.replace(/^\uFEFF/, ''), { maxAliasCount: 0 });
  } catch (error) {
    const reason = error instanceof YAMLParseError ? error.message.split('\n')[0] : String(error);
    throw new HeldoutError('invalid_sweep', `sweep spec: not YAML or JSON: ${reason}`);
  }
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw new HeldoutError(
      'invalid_sweep',
      'sweep spec: expected keys such as name, corpus and factors; the README shows an example',
    );
  }
  return parseSweepSpec(input);
}
