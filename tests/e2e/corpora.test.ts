import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { corpusListSchema } from '@/lib/domain/api';
import { complaintsOf, launchBrowser } from '@/tests/browser';
import { type RunningHeldout, startHeldout, temporaryHome } from '@/tests/heldoutProgram';

/** Kept after the run, to be looked at. */
const screenshots = fileURLToPath(new URL('../.artifacts/screenshots/', import.meta.url));

const { home, remove } = temporaryHome();
let heldout: RunningHeldout;
let browser: Browser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  mkdirSync(screenshots, { recursive: true });
  heldout = await startHeldout({ home, workers: 0 });
  browser = await launchBrowser();
  page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
  complaints = complaintsOf(page);
  await page.goto(heldout.loginUrl);
});

afterAll(async () => {
  await browser?.close();
  await heldout?.stop();
  remove();
});

const lines = Array.from({ length: 200 }, (_, i) => `Shelf ${i} holds ${i} books.\t第${i}个书架有${i}本书。`);
const zone = (): Locator => page.getByRole('region', { name: 'Import sentence pairs' });
const preview = (): Locator => page.getByRole('region', { name: 'Import preview' });

async function bring(name: string, text: string): Promise<void> {
  await zone()
    .locator('input[type=file]')
    .setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
}

async function corporaListed(): Promise<string[]> {
  const response = await page.request.get(`${heldout.url}/api/v1/corpora`, {
    // A connection that was kept open may be closed by the server at that moment.
    maxRetries: 2,
  });
  return corpusListSchema.parse(await response.json()).corpora.map(({ name }) => name);
}

describe('corpora, in a real browser', () => {
  it('shows what a file would give before anything is stored', async () => {
    await page.goto(`${heldout.url}/corpora`);
    const before = await corporaListed();
    await bring('shelves.tsv', [...lines, lines[0], '12\t12', ''].join('\n'));
    await preview().getByText('201 pairs in the file').waitFor();
    await preview().getByText('left out: 1 exact duplicate').waitFor();
    const firstRow = preview().getByRole('region', { name: 'First pairs' }).getByRole('row').nth(1);
    expect(await firstRow.innerText()).toContain('Shelf 0 holds 0 books.');
    expect(await preview().getByLabel('Encoding').innerText()).toContain('auto: UTF-8');
    expect(await corporaListed()).toEqual(before);
    await page.screenshot({ path: `${screenshots}importPreview.png`, fullPage: true });
  });

  it('counts anew when a filter is changed, imports, and says what each filter removed', async () => {
    await preview().getByLabel('pairs with a side without letters').check();
    await preview().getByText('200 pairs in the file').waitFor();
    await preview().getByLabel('Longest, characters').fill('25');
    await preview()
      .getByText(/left out: .*too long/)
      .waitFor();
    await preview().getByLabel('Longest, characters').fill('0');
    await preview().getByText('200 pairs in the file').waitFor();
    await preview().getByLabel('Name').fill('Shelves');
    await preview().getByRole('button', { name: 'Import 200 pairs' }).click();
    await zone().getByText('Imported Shelves: 200 pairs').waitFor();
    expect(await zone().getByRole('listitem').allInnerTexts()).toContain('1 exact duplicate');
    expect(await corporaListed()).toContain('Shelves');
  });

  it('shows the sentence with which a file is refused, and stores nothing of it', async () => {
    const before = await corporaListed();
    await bring('broken.tsv', 'Hi.\t嗨。\nBye.\n');
    await preview()
      .getByText(/line 2/)
      .waitFor();
    expect(
      await preview()
        .getByRole('button', { name: /^Import/ })
        .isDisabled(),
    ).toBe(true);
    await preview().getByRole('button', { name: 'Cancel' }).click();
    expect(await preview().count()).toBe(0);
    // The fault lies behind what a preview reads: the import itself finds it.
    const long = Array.from({ length: 40_000 }, (_, i) => `Box ${i} is here.\t第${i}个箱子在这里。`).join(
      '\n',
    );
    await bring('late.tsv', `${long}\nno translation\n`);
    await preview().getByRole('button', { name: 'Import the whole file' }).click();
    await zone()
      .getByText(/late\.tsv was not imported\. .*line 40,?001/)
      .waitFor();
    expect(await corporaListed()).toEqual(before);
  });

  it('reads two line-aligned files together, the Chinese one as target', async () => {
    await zone()
      .locator('input[type=file]')
      .setInputFiles([
        { name: 'pair.zh', mimeType: 'text/plain', buffer: Buffer.from('是。\n不是。\n哦！\n') },
        { name: 'pair.en', mimeType: 'text/plain', buffer: Buffer.from('Yes.\nNo.\nOh!\n') },
      ]);
    await preview().getByText('pair.en → pair.zh').waitFor();
    await preview().getByRole('button', { name: 'Import 3 pairs' }).click();
    await zone().getByText('Imported pair: 3 pairs').waitFor();
  });

  it('shows the split with its overlap counted, lengths and vocabulary', async () => {
    await page.getByRole('link', { name: 'Shelves' }).last().click();
    await page.getByText('0 of 10 test groups occur in training').waitFor();
    expect(await page.getByRole('row', { name: /^train 180 180 180/ }).count()).toBe(1);
    expect(await page.getByRole('img', { name: /^Lengths of sentences: / }).count()).toBe(4);
    await page.getByRole('region', { name: 'Vocabulary of zh' }).getByText('distinct').first().waitFor();
    await page.getByRole('textbox', { name: 'test', exact: true }).fill('40');
    await page.getByRole('textbox', { name: 'test', exact: true }).press('Enter');
    await page.getByText('0 of 40 test groups occur in training').waitFor();
    expect(page.url(), 'settings are in the address').toContain('test=40');
  });

  it('says what is wrong with a setting, and keeps what it showed', async () => {
    await page.getByRole('textbox', { name: 'test', exact: true }).fill('500');
    await page.getByRole('textbox', { name: 'test', exact: true }).press('Enter');
    await page
      .getByText(/leave none for training/)
      .first()
      .waitFor();
    await page.getByText('0 of 40 test groups occur in training').waitFor();
    await page.getByRole('textbox', { name: 'test', exact: true }).fill('0.05');
    await page.getByRole('textbox', { name: 'test', exact: true }).press('Enter');
    await page.getByText('0 of 10 test groups occur in training').waitFor();
  });

  it('finds pairs, with the split that each is in', async () => {
    const pairs = page.getByRole('region', { name: 'Pairs' });
    await pairs.getByRole('searchbox').fill('SHELF 17 holds');
    await pairs.getByText('1 pair', { exact: true }).waitFor();
    expect(await pairs.locator('tbody tr').innerText()).toMatch(
      /Shelf 17 holds 17 books\.\s+第17个书架有17本书。\s+(train|validation|test)/,
    );
    expect(page.url()).toContain('query=SHELF');
    await pairs.getByRole('searchbox').fill('');
    await pairs.getByRole('radio', { name: 'test' }).check({ force: true });
    await pairs.getByText('10 pairs', { exact: true }).waitFor();
  });

  it('cuts a sentence that is typed in, and marks what the tokenizer does not know', async () => {
    const region = page.getByRole('region', { name: 'Tokenize a sentence' });
    await region.getByLabel('Sentence').fill('Shelf 3 holds xylophones.');
    await region.getByText('5 tokens, 1 unknown').waitFor();
    const tokens = await region.getByRole('list', { name: 'Tokens' }).getByRole('listitem').allInnerTexts();
    expect(tokens[0]).toMatch(/^shelf\s*\d+$/);
    expect(tokens[3]).toMatch(/xylophones.*unknown\s*3$/s);
    await region.getByText('shelf 3 holds □ .').waitFor();
    await page.getByLabel('tokens').first().selectOption('characters');
    await region.getByText('Shelf 3 holds □□lo□ho□es.').waitFor();
    await page.screenshot({ path: `${screenshots}corpus.png`, fullPage: true });
  });

  it('never complained on the console', () => {
    // The browser reports the status of what was refused on purpose; nothing else is expected.
    expect(complaints.filter((text) => !/status of 4\d\d/.test(text))).toEqual([]);
  });
});
