import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser } from '@/tests/browser';
import { openSettled, pagesOf, type SeededProgram, startSeededProgram } from '@/tests/seededProgram';

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

/** Names of formats, works, licences and score signatures, which every language writes alike. */
const names =
  /Vaswani et al|Xiong et al|Sennrich et al|Wu et al|Li et al|McKay et al|Kingma & Ba|Loshchilov & Hutter|Glorot & Bengio|JSON Lines|gettext PO|Intl\.Segmenter|Tatoeba, English and Mandarin Chinese|CC-BY \d\.\d \(France\)|www\.manythings\.org|UTF-16 [LB]E|NaN|nrefs:[\w:|.]+/g;
/** Names of things within a sentence. */
const quoted = /“[^”]*”/g;
const twoLatinWords = /\p{Script=Latin}{2,}[\s,.;:…]+\p{Script=Latin}{2,}/u;

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

it('speaks Chinese on every page and view, but for names and data', async () => {
  const page = await program.signIn(browser, {
    locale: 'zh-CN',
    viewport: { width: 1280, height: 900 },
  });
  const left = new Set<string>();
  for (const [where, path] of Object.entries(pagesOf(program.seeded))) {
    await openSettled(page, program.url + path);
    expect(await page.locator('html').getAttribute('lang'), where).toBe('zh-CN');
    for (const text of await wordsOn(page))
      if (twoLatinWords.test(text.replaceAll(quoted, '').replaceAll(names, '')))
        left.add(`${where}: ${text}`);
  }
  await page.context().close();
  expect([...left]).toEqual([]);
});

it('speaks the language that was chosen, whatever the browser says', async () => {
  const page = await program.signIn(browser, { locale: 'en-GB' });
  await page.context().addCookies([{ name: 'heldout_language', value: 'zh-CN', url: program.url }]);
  await openSettled(page, program.url);
  expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
  expect(await page.locator('h1').innerText()).toMatch(/\p{Script=Han}/u);
  await page.context().close();
});
