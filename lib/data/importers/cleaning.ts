import type { Pair } from '@/lib/domain/corpus';
import type { ImportOptions } from '@/lib/domain/corpusImport';
import { scriptOf } from '../script';
import { DigestSet } from './digestSet';
import { invalidCorpus } from './importError';
import type { ImportTally, RemovedReason } from './importTally';
import { isChinese } from './languages';

/**
 * Cleans and filters one pair after the other, and counts what it leaves out. Duplicates are looked for last, so that
 * the first translation that passes every other filter is the one that is kept.
 */
export class PairCleaner {
  private readonly seen = new DigestSet();
  private readonly chineseSide: 'source' | 'target' | null;

  /** @throws HeldoutError invalid_corpus where a script is wanted and no side is Chinese */
  constructor(
    private readonly options: ImportOptions,
    private readonly tally: ImportTally,
  ) {
    this.chineseSide = chineseSide(options);
  }

  /** @returns the cleaned pair, or null where it is left out */
  clean(pair: Pair): Pair | null {
    const source = cleanText(pair.source, this.options.fullWidth);
    const target = cleanText(pair.target, this.options.fullWidth);
    const reason = this.reasonToLeaveOut(source, target);
    if (reason !== null) {
      this.tally.remove(reason);
      return null;
    }
    const attribution = cleanText(pair.attribution ?? '', 'keep');
    return attribution === '' ? { source, target } : { source, target, attribution };
  }

  private reasonToLeaveOut(source: string, target: string): RemovedReason | null {
    if (source === '' || target === '') return 'empty sentences';
    const { letters, duplicates } = this.options.filters;
    if (letters && !(/\p{L}/u.test(source) && /\p{L}/u.test(target))) return 'no letters';
    const reason = this.lengthReason(source, target) ?? this.scriptReason(source, target);
    if (reason !== null) return reason;
    if (duplicates === 'pairs' && !this.seen.add(`${source}\n${target}`)) return 'exact duplicates';
    if (duplicates === 'sources' && !this.seen.add(source)) return 'repeated sources';
    return null;
  }

  private lengthReason(source: string, target: string): RemovedReason | null {
    const { minLength, maxLength, maxLengthRatio } = this.options.filters;
    if (minLength <= 1 && maxLength === 0 && maxLengthRatio === 0) return null;
    const lengths = [characters(source), characters(target)];
    const shorter = Math.min(...lengths);
    const longer = Math.max(...lengths);
    if (shorter < minLength) return 'too short';
    if (maxLength > 0 && longer > maxLength) return 'too long';
    return maxLengthRatio > 0 && longer > maxLengthRatio * shorter ? 'length ratio' : null;
  }

  private scriptReason(source: string, target: string): RemovedReason | null {
    if (this.chineseSide === null) return null;
    const script = scriptOf(this.chineseSide === 'source' ? source : target);
    if (script === 'mixed') return 'mixed scripts';
    if (script === 'either' || script === this.options.filters.script) return null;
    return script === 'simplified' ? 'simplified script' : 'traditional script';
  }
}

/**
 * NFC, control characters and line breaks to single blanks, no blanks around. fold also turns full-width letters,
 * digits and marks (U+FF01 to U+FF5E) and the ideographic space into their plain forms. Done twice it changes nothing.
 */
export function cleanText(text: string, fullWidth: ImportOptions['fullWidth']): string {
  const folded = fullWidth === 'fold' ? foldFullWidth(text) : text;
  const normal = folded.normalize('NFC');
  const flat = /[\p{Cc}\u2028\u2029]/u.test(normal)
    ? normal.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').replace(/ {2,}/g, ' ')
    : normal;
  return flat.trim();
}

function foldFullWidth(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/g, (mark) => String.fromCharCode(mark.charCodeAt(0) - 0xfee0))
    .replaceAll('\u3000', ' ');
}

function characters(text: string): number {
  let count = text.length;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit >= 0xd800 && unit < 0xdc00) count--;
  }
  return count;
}

function chineseSide({ filters, sourceLanguage, targetLanguage }: ImportOptions): 'source' | 'target' | null {
  if (filters.script === 'any') return null;
  if (isChinese(targetLanguage)) return 'target';
  if (isChinese(sourceLanguage)) return 'source';
  throw invalidCorpus(
    `the filter ${filters.script} needs a Chinese side, and the languages are ${sourceLanguage} and ${targetLanguage}; choose any script`,
  );
}
