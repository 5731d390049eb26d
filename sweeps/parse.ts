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
  const [first] = error.issues;
  if (!first) return { message: 'the sweep spec is not valid', path: '' };
  const issue = innermost({ path: [], issue: first });
  const path = issue.path.map(String).join('.');
  if (issue.issue.code === 'unrecognized_keys') {
    const key = issue.issue.keys[0] ?? '';
    return { message: strayKeyMessage(key, issue.path), path: path ? `${path}.${key}` : key };
  }
  const value = valueAt(input, issue.path);
  const shown = value === undefined || value === null ? '' : ` (got ${JSON.stringify(value)?.slice(0, 80)})`;
  const where = path ? `${path}: ` : '';
  return { message: `${where}${issue.issue.message}${shown}`, path };
}

interface PlacedIssue {
  /** From the spec's root. */
  path: PropertyKey[];
  issue: z.core.$ZodIssue;
}

/**
 * Of a value that fits none of several forms (levels, a range, bundles), the issue of the form that it comes nearest to:
 * whose first issue lies deepest, then the one with fewest issues. "Invalid input" would help nobody.
 */
function innermost({ path, issue }: PlacedIssue): PlacedIssue {
  const here = { path: [...path, ...issue.path], issue };
  if (issue.code !== 'invalid_union') return here;
  const forms = issue.errors.flatMap((issues) => {
    const [first] = issues;
    return first && first.path.length > 0
      ? [{ first: innermost({ path: here.path, issue: first }), count: issues.length }]
      : [];
  });
  forms.sort((a, b) => b.first.path.length - a.first.path.length || a.count - b.count);
  return forms[0]?.first ?? here;
}

function strayKeyMessage(key: string, path: readonly PropertyKey[]): string {
  const [head, ...rest] = path.map(String);
  if (head === undefined) return `a sweep spec has no "${key}"`;
  if (head === 'base') return unknownKeyMessage(key);
  // factors.recipe.keras is a bundle of settings, factors.learningRate a range.
  if (head === 'factors' && rest.length === 2) return `${path.join('.')}: ${unknownKeyMessage(key)}`;
  if (head === 'factors') return `${path.join('.')}: a range has min, max, scale and integer, not "${key}"`;
  return `${path.join('.')}: there is no "${key}" here`;
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
