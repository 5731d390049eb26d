import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { complaintsOf, launchBrowser } from '@/tests/browser';
import { openSettled, pagesOf, type SeededProgram, startSeededProgram } from '@/tests/seededProgram';

const require = createRequire(import.meta.url);
/** Every page loads it anew: the short form takes half as long. */
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

const violationsSchema = z.array(
  z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string(), failureSummary: z.string() })) }),
);

let program: SeededProgram;
let browser: Browser;

beforeAll(async () => {
  program = await startSeededProgram();
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
  await program?.stop();
});

/** What axe finds on the page as it stands, an element a line. */
async function violationsOn(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const found: unknown = await page.evaluate(async (tags) => {
    // Put there by the script above, which the types do not know.
    const { run } = Reflect.get(window, 'axe');
    return (await run(document, { runOnly: tags, resultTypes: ['violations'] })).violations;
  }, rules);
  return violationsSchema
    .parse(found)
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
    );
}

/** What every page must have beside what axe looks for. */
async function flawsOf(page: Page, expected: string): Promise<string[]> {
  const { language, headings, title, overflow } = await page.evaluate(() => ({
    language: document.documentElement.lang,
    headings: document.querySelectorAll('h1').length,
    title: document.title,
    overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  }));
  return [
    ...(language === expected ? [] : [`is said to be in “${language}”`]),
    ...(headings === 1 ? [] : [`${headings} h1 elements`]),
    ...(title === '' || title === 'undefined' ? ['no title'] : []),
    ...(overflow > 0 ? [`scrolls sideways by ${overflow} px`] : []),
  ];
}

/** Names of formats, works, licences and score signatures, which every language writes alike. */
const names =
  /Vaswani et al|Xiong et al|Sennrich et al|Wu et al|Li et al|McKay et al|Kingma & Ba|Loshchilov & Hutter|Glorot & Bengio|JSON Lines|gettext PO|Intl\.Segmenter|Tatoeba, English and Mandarin Chinese|CC-BY \d\.\d \(France\)|www\.manythings\.org|UTF-16 [LB]E|NaN|nrefs:[\w:|.]+/g;
/** Names of things within a sentence. */
const quoted = /“[^”]*”/g;
const twoLatinWords = /\p{Script=Latin}{2,}[\s,.;:…]+\p{Script=Latin}{2,}/u;
const isEnglish = (text: string) => twoLatinWords.test(text.replaceAll(quoted, '').replaceAll(names, ''));

/** What a person sees or hears of the page, but for what is marked as data. */
async function wordsOn(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const data = '[translate="no"], code, pre, kbd, samp, script, style, noscript';
    const spoken = ['aria-label', 'aria-description', 'aria-valuetext', 'title', 'placeholder', 'alt'];
    const texts: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { parentElement, textContent } = walker.currentNode;
      if (textContent?.trim() && !parentElement?.closest(data)) texts.push(textContent.trim());
    }
    for (const element of document.querySelectorAll('*')) {
      if (element.closest(data)) continue;
      for (const name of spoken) {
        const text = element.getAttribute(name);
        if (text) texts.push(`${name}=${text}`);
      }
    }
    return texts;
  });
}

// Colours do not depend on the width, nor what axe finds on the language, and English has the longer words for a narrow
// screen: two visits hold both of each.
const looks = [
  { language: 'zh-CN', locale: 'zh-CN', colorScheme: 'light', viewport: { width: 1280, height: 900 } },
  { language: 'en', locale: 'en-GB', colorScheme: 'dark', viewport: { width: 390, height: 844 } },
] as const;

describe('every page and view', () => {
  for (const { language, ...look } of looks) {
    const title = `${language}, ${look.colorScheme}, ${look.viewport.width} px`;
    it(`has no violation of WCAG 2.2 AA that axe finds, one h1, a title, no sideways scrolling, and its own language but for names and data (${title})`, async () => {
      const page = await program.signIn(browser, look);
      const complaints = complaintsOf(page);
      const flaws = new Set<string>();
      for (const [where, path] of Object.entries(pagesOf(program.seeded))) {
        await openSettled(page, program.url + path);
        const strangers = language === 'zh-CN' ? (await wordsOn(page)).filter(isEnglish) : [];
        for (const flaw of [...(await violationsOn(page)), ...(await flawsOf(page, language)), ...strangers])
          flaws.add(`${where}: ${flaw}`);
      }
      await page.context().close();
      expect([...flaws]).toEqual([]);
      // What is not there is answered with 404, which the browser reports itself.
      expect(complaints.filter((text) => !text.includes('404'))).toEqual([]);
    });
  }
});

it('speaks the language that was chosen, whatever the browser says', async () => {
  const page = await program.signIn(browser, { locale: 'en-GB' });
  await page.context().addCookies([{ name: 'heldout_language', value: 'zh-CN', url: program.url }]);
  await openSettled(page, program.url);
  expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
  expect(await page.locator('h1').innerText()).toMatch(/\p{Script=Han}/u);
  await page.context().close();
});
