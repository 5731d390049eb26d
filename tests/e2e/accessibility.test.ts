import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { complaintsOf, launchBrowser } from '@/tests/browser';
import { openSettled, pagesOf, type SeededProgram, startSeededProgram } from '@/tests/seededProgram';

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
  await page.evaluate(axe.source);
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
async function flawsOf(page: Page): Promise<string[]> {
  const { headings, title, overflow } = await page.evaluate(() => ({
    headings: document.querySelectorAll('h1').length,
    title: document.title,
    overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  }));
  return [
    ...(headings === 1 ? [] : [`${headings} h1 elements`]),
    ...(title === '' || title === 'undefined' ? ['no title'] : []),
    ...(overflow > 0 ? [`scrolls sideways by ${overflow} px`] : []),
  ];
}

// Colours do not depend on the width: each theme and each width once holds both, in half the time.
const looks = [
  { name: 'light, 1280 px', colorScheme: 'light', viewport: { width: 1280, height: 900 } },
  { name: 'dark, 390 px', colorScheme: 'dark', viewport: { width: 390, height: 844 } },
] as const;

describe('every page and view', () => {
  for (const { name, ...look } of looks) {
    it(`has no violation of WCAG 2.2 AA that axe finds, one h1, a title and no sideways scrolling (${name})`, async () => {
      const page = await program.signIn(browser, look);
      const complaints = complaintsOf(page);
      const flaws: string[] = [];
      for (const [where, path] of Object.entries(pagesOf(program.seeded))) {
        await openSettled(page, program.url + path);
        for (const flaw of [...(await violationsOn(page)), ...(await flawsOf(page))])
          flaws.push(`${where}: ${flaw}`);
      }
      await page.context().close();
      expect(flaws).toEqual([]);
      // What is not there is answered with 404, which the browser reports itself.
      expect(complaints.filter((text) => !text.includes('404'))).toEqual([]);
    });
  }
});
