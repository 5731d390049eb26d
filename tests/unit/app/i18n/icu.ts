import { createRequire } from 'node:module';
import { z } from 'zod';

/**
 * The parser of ICU messages that use-intl itself uses, found from it: it is no dependency of this project.
 * Types of elements: 0 literal, 1 argument, 2 number, 3 date, 4 time, 5 select, 6 plural, 7 #, 8 tag.
 */
const fromUseIntl = createRequire(createRequire(import.meta.url).resolve('use-intl/core'));
const parserSchema = z.object({ parse: z.function({ input: [z.string()], output: z.unknown() }) });
const { parse } = parserSchema.parse(
  createRequire(fromUseIntl.resolve('intl-messageformat'))('@formatjs/icu-messageformat-parser'),
);

interface Element {
  type: number;
  value?: string | undefined;
  options?: Record<string, { value: Element[] }> | undefined;
  children?: Element[] | undefined;
  pluralType?: string | undefined;
}
const elementSchema: z.ZodType<Element> = z.lazy(() =>
  z.object({
    type: z.number(),
    value: z.string().optional(),
    options: z.record(z.string(), z.object({ value: z.array(elementSchema) })).optional(),
    children: z.array(elementSchema).optional(),
    pluralType: z.string().optional(),
  }),
);

export interface MessageParts {
  /** Names of arguments and tags, sorted: what the code must give it. */
  needs: string[];
  /** Branches of each plural that count in words (one, other …), not by number (=0). */
  plurals: string[][];
  ordinals: string[][];
  /** What is left of it for a reader, without arguments. */
  text: string;
}

/** @throws SyntaxError where the message cannot be parsed */
export function partsOf(message: string): MessageParts {
  const needs = new Set<string>();
  const plurals: string[][] = [];
  const ordinals: string[][] = [];
  let text = '';
  const walk = (elements: readonly Element[]): void => {
    for (const { type, value = '', options, children, pluralType } of elements) {
      if (type === 0) text += value;
      else if (type !== 7) needs.add(type === 8 ? `<${value}>` : value);
      if (options) {
        const branches = Object.keys(options).filter((branch) => !branch.startsWith('='));
        if (type === 6) (pluralType === 'ordinal' ? ordinals : plurals).push(branches);
        for (const branch of Object.values(options)) walk(branch.value);
      }
      if (children) walk(children);
    }
  };
  walk(z.array(elementSchema).parse(parse(message)));
  return { needs: [...needs].sort(), plurals, ordinals, text };
}
