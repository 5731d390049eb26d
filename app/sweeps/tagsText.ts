import { mostTags } from '@/lib/domain/sweepChange';

/** As the schema of a change allows. */
const longestTag = 40;

export type TagsProblem =
  | { kind: 'many'; count: number; most: number }
  | { kind: 'long'; tag: string; most: number };

/** Tags as a person types them: separated by commas, also the Chinese ones; each once. */
export function parseTags(text: string): string[] {
  return [...new Set(text.split(/[,，、]/).map((tag) => tag.trim()))].filter((tag) => tag !== '');
}

export function tagsProblem(tags: readonly string[]): TagsProblem | undefined {
  if (tags.length > mostTags) return { kind: 'many', count: tags.length, most: mostTags };
  const long = tags.find((tag) => tag.length > longestTag);
  return long === undefined ? undefined : { kind: 'long', tag: long, most: longestTag };
}
