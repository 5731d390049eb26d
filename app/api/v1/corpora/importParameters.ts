import { z } from 'zod';
import { type ImportOptions, importOptionsSchema } from '@/lib/domain/corpusImport';
import { HeldoutError } from '@/lib/domain/errors';
import type { AnnouncedFile } from '@/lib/server/uploads';

const fileNameSchema = z
  .string()
  .trim()
  .min(1)
  .max(255)
  .regex(/^\P{Cc}*$/u, 'a file name has no control characters')
  // A browser sends the name alone; whoever sends a path means its last part.
  .transform((name) => name.split(/[/\\]/).at(-1) || name);
const bytesSchema = z
  .string()
  .regex(/^\d{1,15}$/, 'a size is a whole number of bytes')
  .transform(Number);
const licenceSchema = z.string().trim().max(200);

/**
 * The files that a body carries: file=NAME, and bytes=SIZE for each where there are two.
 *
 * @throws HeldoutError invalid_input
 */
export function announcedFiles(url: URL): AnnouncedFile[] {
  const names = url.searchParams.getAll('file').map((name) => parse(fileNameSchema, name, 'file'));
  const sizes = url.searchParams.getAll('bytes').map((size) => parse(bytesSchema, size, 'bytes'));
  const isComplete = sizes.length === names.length || (names.length === 1 && sizes.length === 0);
  if (names.length > 2 || !isComplete) {
    throw new HeldoutError(
      'invalid_input',
      `Corpus import: got ${names.length} file=… and ${sizes.length} bytes=…, expected one file, or two (source, then target) with a size each.`,
      { path: names.length > 2 ? 'file' : 'bytes' },
    );
  }
  return names.map((name, index) => ({ name, bytes: sizes[index] ?? null }));
}

/** @throws HeldoutError invalid_input naming the option and its value */
export function importOptions(url: URL): ImportOptions {
  const text = url.searchParams.get('options') ?? '{}';
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch (cause) {
    throw new HeldoutError(
      'invalid_input',
      `Corpus import: options: expected JSON, got ${JSON.stringify(text.slice(0, 40))}.`,
      { path: 'options', cause },
    );
  }
  return parse(importOptionsSchema, given, 'options');
}

/** @throws HeldoutError invalid_input */
export function licenceParameter(url: URL): string | undefined {
  const licence = url.searchParams.get('licence');
  return licence === null ? undefined : parse(licenceSchema, licence, 'licence');
}

function parse<T extends z.ZodType>(schema: T, value: unknown, parameter: string): z.output<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const path = [parameter, ...(issue?.path ?? []).map(String)].join('.');
  const given = JSON.stringify(value)?.slice(0, 80);
  throw new HeldoutError('invalid_input', `Corpus import: ${path}: ${issue?.message} (got ${given}).`, {
    path,
  });
}
