const codes: Record<string, string> = {
  eng: 'en',
  english: 'en',
  zho: 'zh',
  chi: 'zh',
  cmn: 'zh',
  chinese: 'zh',
  mandarin: 'zh',
};

/**
 * How well a language tag of a file fits the wanted one: 3 the same, 2 a kind of it (zh-CN for zh), 1 the same language
 * otherwise (zh-TW for zh-CN), 0 another. Case does not matter, nor whether "-" or "_" separates the parts.
 */
export function languageFit(wanted: string, found: string): 0 | 1 | 2 | 3 {
  const want = normal(wanted);
  const have = normal(found);
  if (want === have) return 3;
  if (have.startsWith(`${want}-`)) return 2;
  return want.split('-')[0] === have.split('-')[0] ? 1 : 0;
}

/** Whether sentences of a language are written in Chinese characters of one script or the other. */
export function isChinese(language: string): boolean {
  return /^(zh|yue|wuu|hak|nan|lzh|gan|hsn)$/.test(normal(language).split('-')[0] ?? '');
}

/** The item whose language fits best, the first of equals; undefined where none fits. */
export function bestFit<T>(
  wanted: string,
  items: readonly T[],
  languageOf: (item: T) => string,
): T | undefined {
  let best: T | undefined;
  let bestScore = 0;
  for (const item of items) {
    const score = languageFit(wanted, languageOf(item));
    if (score > bestScore) {
      best = item;
      bestScore = score;
    }
  }
  return best;
}

function normal(language: string): string {
  const [primary = '', ...rest] = language.toLowerCase().replaceAll('_', '-').split('-');
  return [codes[primary] ?? primary, ...rest].join('-');
}
