import type { Pair } from '@/lib/domain/corpus';
import { bestFit } from './languages';

interface TmxVariant {
  language: string;
  sentence: string;
  creator: string | undefined;
}

/** One <tu> while it is read. */
export class TmxUnit {
  readonly variants: TmxVariant[] = [];
  private attribution = '';
  private note = '';
  private isAttribution = false;

  constructor(private readonly creator: string | undefined) {}

  openVariant(language: string, creator: string | undefined): void {
    this.variants.push({ language, sentence: '', creator });
  }

  openProperty(type: string): void {
    this.isAttribution = /^(x-)?attribution$/i.test(type);
    if (this.isAttribution) this.attribution = '';
  }

  openNote(): void {
    this.note = '';
  }

  addSentence(text: string): void {
    const variant = this.variants.at(-1);
    if (variant !== undefined) variant.sentence += text;
  }

  addProperty(text: string): void {
    if (this.isAttribution) this.attribution += text;
  }

  addNote(text: string): void {
    this.note += text;
  }

  /** The first that there is: the property, who made the unit or the translation, the last note. */
  attributionOf(target: TmxVariant): string | undefined {
    return [this.attribution, this.creator, target.creator, this.note].find((text) => text?.trim());
  }
}

/** The best fitting variant for each language, and how many others of these languages were left out. */
export function chooseVariants(
  unit: TmxUnit,
  sourceLanguage: string,
  targetLanguage: string,
): { pair: Pair; further: number } | null {
  const languageOf = ({ language }: TmxVariant) => language;
  const source = bestFit(sourceLanguage, unit.variants, languageOf);
  const target = bestFit(
    targetLanguage,
    unit.variants.filter((variant) => variant !== source),
    languageOf,
  );
  if (source === undefined || target === undefined) return null;
  const same = unit.variants.filter(({ language }) => [source.language, target.language].includes(language));
  const attribution = unit.attributionOf(target);
  return {
    pair: {
      source: source.sentence,
      target: target.sentence,
      ...(attribution === undefined ? {} : { attribution }),
    },
    further: same.length - 2,
  };
}
