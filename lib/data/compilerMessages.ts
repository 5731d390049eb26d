import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Pair } from '@/lib/domain/corpus';

export interface CompilerMessages {
  pairs: Pair[];
  /** Of the typescript package. */
  version: string;
  /** Messages that gave no pair, by plain words. */
  removed: Record<string, number>;
}

const manifestSchema = z.object({ name: z.literal('typescript'), version: z.string() });
const translationsSchema = z.record(z.string(), z.string());

// Identifier_expected: diag(1003, 1 /* Error */, "Identifier_expected_1003", "Identifier expected."), for example; its
// number may be written 4e3.
const diagnosticLine =
  /^ +\w+: diag\(\s*[\de]+,\s*\d+ \/\* \w+ \*\/,\s*("(?:[^"\\]|\\.)*"),\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`)\s*[,)]/gm;

/**
 * English and Chinese texts of the TypeScript compiler's messages, as the installed package carries them: Chinese in
 * lib/zh-cn, English in the table that its compiler is built with. That table is read as text, because loading the
 * compiler for it would cost the server 9 MB of code it never runs. Placeholders ({0}) stay as they are.
 *
 * @param packageDirectory the folder of the installed typescript package
 * @returns the pairs in the compiler's own order, or why there are none
 */
export function compilerMessages(packageDirectory: string): CompilerMessages | { unavailable: string } {
  let version: string;
  let english: Map<string, string>;
  let chinese: Record<string, string>;
  try {
    ({ version } = manifestSchema.parse(readJson(join(packageDirectory, 'package.json'))));
  } catch {
    return { unavailable: 'the typescript package is not installed beside Heldout' };
  }
  try {
    chinese = translationsSchema.parse(
      readJson(join(packageDirectory, 'lib', 'zh-cn', 'diagnosticMessages.generated.json')),
    );
    english = englishMessages(readFileSync(join(packageDirectory, 'lib', 'typescript.js')));
  } catch {
    return { unavailable: `typescript ${version} does not carry its messages in Chinese` };
  }
  const messages = pairMessages(english, chinese);
  if (messages.pairs.length === 0) {
    return { unavailable: `the messages of typescript ${version} are not in the form that Heldout reads` };
  }
  return { version, ...messages };
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** Key to text. Only the table's own bytes become a string: the file around it is twenty times as long. */
function englishMessages(compiler: Buffer): Map<string, string> {
  const start = compiler.indexOf('\nvar Diagnostics = {');
  const end = start === -1 ? -1 : compiler.indexOf('\n};', start);
  const table = end === -1 ? '' : compiler.toString('utf8', start, end);
  const messages = new Map<string, string>();
  for (const [, key = '', message = ''] of table.matchAll(diagnosticLine)) {
    messages.set(unquote(key), unquote(message));
  }
  return messages;
}

/** A JavaScript string literal's value. The table's literals have no escapes but these. */
function unquote(literal: string): string {
  return literal.slice(1, -1).replace(/\\(.)/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped));
}

function pairMessages(
  english: ReadonlyMap<string, string>,
  chinese: Readonly<Record<string, string>>,
): Pick<CompilerMessages, 'pairs' | 'removed'> {
  const targets = new Map<string, string>();
  let untranslated = 0;
  let repeated = 0;
  for (const [key, message] of english) {
    const source = plain(message);
    const target = plain(chinese[key] ?? '');
    if (source === '' || target === '' || target === source) untranslated++;
    else if (targets.has(source)) repeated++;
    else targets.set(source, target);
  }
  const pairs = Array.from(targets, ([source, target]) => ({ source, target }));
  return {
    pairs,
    removed: {
      ...(untranslated > 0 ? { 'messages without a Chinese text': untranslated } : {}),
      ...(repeated > 0 ? { 'repeated sources': repeated } : {}),
    },
  };
}

/** One line in the composed form, as every import gives it. */
function plain(message: string): string {
  return message.normalize('NFC').replace(/\s+/g, ' ').trim();
}
