import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type CompilerMessages, compilerMessages } from '@/lib/data/compilerMessages';

const require = createRequire(import.meta.url);
const installed = dirname(require.resolve('typescript/package.json'));

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function read(directory: string): CompilerMessages {
  const messages = compilerMessages(directory);
  if ('unavailable' in messages) throw new Error(messages.unavailable);
  return messages;
}

/** A package of these files. */
function packageOf(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'heldout-typescript-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

const manifest = { 'package.json': '{"name": "typescript", "version": "6.1.2"}' };
const translations = 'lib/zh-cn/diagnosticMessages.generated.json';
const table = (lines: string[]) =>
  `function diag() {}\nvar Diagnostics = {\n${lines.join(',\n')}\n};\nrest();\n`;
const line = (key: string, literal: string) => `  A_name: diag(1003, 1 /* Error */, "${key}", ${literal})`;

describe('the compiler messages', () => {
  it('are about 2,000 pairs of the installed package, no English text twice', () => {
    const { pairs, version } = read(installed);
    expect(version).toMatch(/^\d+\.\d+\.\d+/);
    expect(pairs.length).toBeGreaterThan(2000);
    expect(new Set(pairs.map(({ source }) => source)).size).toBe(pairs.length);
    // Copied from node_modules/typescript/lib/zh-cn of 6.0.3.
    expect(pairs).toContainEqual({
      source: 'Unterminated string literal.',
      target: '未终止的字符串字面量。',
    });
    expect(pairs).toContainEqual({ source: "Unable to open file '{0}'.", target: '无法打开文件“{0}”。' });
    for (const { source, target } of pairs) {
      expect(source).toBe(source.trim());
      expect(target).toMatch(/\p{Script=Han}/u);
    }
  });

  it('have the English text that the compiler itself gives, of every message it has', () => {
    const { pairs, removed } = read(installed);
    const { Diagnostics } = z
      .object({ Diagnostics: z.record(z.string(), z.object({ message: z.string() })) })
      .parse(require('typescript'));
    const texts = new Set(
      // One of them has two blanks between its sentences.
      Object.values(Diagnostics).map(({ message }) => message.replace(/\s+/g, ' ').trim()),
    );
    for (const { source } of pairs) expect(texts).toContain(source);
    const leftOut = Object.values(removed).reduce((sum, count) => sum + count, 0);
    expect(pairs.length + leftOut).toBe(Object.keys(Diagnostics).length);
  });

  it('read the three kinds of literals, and leave out repeated and untranslated messages by count', () => {
    const folder = packageOf({
      ...manifest,
      [translations]: JSON.stringify({ a_1: '甲“{0}”', b_2: '乙 ', c_3: '丙', d_4: '丁', f_6: 'Same.' }),
      'lib/typescript.js': table([
        line('a_1', '"An \\"a\\" \'{0}\'."'),
        line('b_2', '`A "b" \\`x\\`.`'),
        line('c_3', "'A \\'c\\' and \"{0}\".'"),
        line('d_4', '`A "b" \\`x\\`.`'),
        line('e_5', '"Not translated."'),
        line('f_6', '"Same."'),
      ]),
    });
    expect(compilerMessages(folder)).toEqual({
      version: '6.1.2',
      pairs: [
        { source: 'An "a" \'{0}\'.', target: '甲“{0}”' },
        { source: 'A "b" `x`.', target: '乙' },
        { source: 'A \'c\' and "{0}".', target: '丙' },
      ],
      removed: { 'messages without a Chinese text': 2, 'repeated sources': 1 },
    });
  });

  it.each([
    ['no package', {}, 'not installed'],
    ['no Chinese file', { ...manifest, 'lib/typescript.js': table([]) }, 'typescript 6.1.2 does not carry'],
    [
      'no compiler in JavaScript',
      { ...manifest, [translations]: '{"a": "甲"}' },
      'typescript 6.1.2 does not',
    ],
    [
      'a table in another form',
      { ...manifest, [translations]: '{"a": "甲"}', 'lib/typescript.js': 'const messages = {};' },
      'not in the form',
    ],
  ])('are absent with a reason where there is %s', (_what, files, reason) => {
    expect(compilerMessages(packageOf(files))).toEqual({ unavailable: expect.stringContaining(reason) });
  });
});
