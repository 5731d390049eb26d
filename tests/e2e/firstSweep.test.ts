import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { complaintsOf, launchBrowser } from '@/tests/browser';
import { parseCsv } from '@/tests/csv';
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
  heldout = await startHeldout({ home, workers: 2 });
  browser = await launchBrowser();
  page = await browser.newPage({ viewport: { width: 1440, height: 1000 }, acceptDownloads: true });
  complaints = complaintsOf(page);
});

afterAll(async () => {
  await browser?.close();
  await heldout?.stop();
  remove();
});

const row = (label: string): Locator => page.getByRole('group', { name: label });

/** Leaves exactly these levels chosen. */
async function choose(label: string, levels: readonly string[]): Promise<void> {
  const chips = row(label).getByRole('button', { pressed: true });
  for (const name of await chips.allTextContents()) {
    const level = name.replace(/^[✓+]\s*/, '');
    if (!levels.includes(level)) await row(label).getByRole('button', { name: level, exact: true }).click();
  }
  for (const level of levels) {
    const chip = row(label).getByRole('button', { name: level, exact: true });
    if ((await chip.count()) === 0) {
      await row(label).getByRole('textbox').fill(level);
      await row(label).getByRole('textbox').press('Enter');
    } else if ((await chip.getAttribute('aria-pressed')) === 'false') await chip.click();
  }
}

/** Opens one of the sweep's views. */
async function goTo(view: string): Promise<void> {
  await page
    .getByRole('navigation', { name: 'Views of this sweep' })
    .getByRole('link', { name: view })
    .click();
  await page
    .getByRole('link', { name: view, exact: true })
    .and(page.locator('[aria-current=page]'))
    .waitFor();
}

/** The points that a chart says it shows. */
async function pointsShown(title: string): Promise<number> {
  const text = await page.locator('figure', { has: page.getByRole('heading', { name: title }) }).innerText();
  return Number(/showing ([\d,]+) of/.exec(text)?.[1]?.replaceAll(',', '') ?? 0);
}

describe('a first sweep, in a real browser with real workers', () => {
  it('refuses a visitor without a session, and signs in with the printed address', async () => {
    await page.goto(heldout.url);
    expect(page.url()).toContain('/signed-out');
    await page.goto(heldout.loginUrl);
    expect(new URL(page.url()).pathname).toBe('/');
    await page.screenshot({ path: `${screenshots}empty.png` });
    const again = await page.context().browser()?.newPage();
    await again?.goto(heldout.loginUrl);
    expect(again?.url(), 'the address works once').toContain('/signed-out');
    await again?.close();
  });

  it('shows the 32 variants of the five factors with their parameter counts before launching', async () => {
    await page.getByRole('link', { name: 'New sweep' }).first().click();
    await page.getByRole('button', { name: /all five factors/ }).click();
    const preview = page.getByRole('region', { name: 'Preview' });
    await preview.getByText('32 variants × 1 seed = 32 runs').waitFor();
    const cells = await preview.getByRole('row').allInnerTexts();
    expect(cells).toHaveLength(33);
    for (const text of cells.slice(1)) expect(text).toMatch(/\d+(\.\d+)? M$/);
    await page.screenshot({ path: `${screenshots}form.png`, fullPage: true });
  });

  it('says beside the form what cannot be trained, and launches nothing', async () => {
    await choose('heads', ['3']);
    await page
      .getByText(/heads 3 does not divide d_model/)
      .first()
      .waitFor();
    expect(await page.getByRole('button', { name: /^Launch/ }).isDisabled()).toBe(true);
    await choose('heads', ['3', '4']);
    await page.getByText('16 combinations left out').waitFor();
    await choose('heads', []);
  });

  it('defines a small sweep, launches it and watches its curves move without a reload', async () => {
    await page.getByRole('button', { name: /Small demo/ }).click();
    await choose('source END', ['on']);
    await choose('training pairs', ['300']);
    await choose('epochs', ['6']);
    await page.getByRole('textbox', { name: 'seeds', exact: true }).fill('1');
    await page.getByRole('textbox', { name: 'name', exact: true }).fill('Browser test');
    await page.getByText('2 variants × 1 seed = 2 runs').waitFor();
    await page.getByRole('button', { name: 'Launch 2 runs' }).click();
    await page.waitForURL(/\/sweeps\/[a-z0-9]+$/);
    await page.evaluate(() => Reflect.set(window, 'neverReloaded', true));
    await goTo('Curves');

    await expect.poll(() => pointsShown('test loss'), { timeout: 60_000 }).toBeGreaterThan(0);
    const early = await pointsShown('test loss');
    await expect.poll(() => pointsShown('test loss'), { timeout: 60_000 }).toBeGreaterThan(early);
    await page.getByText('2 of 2 runs').waitFor({ timeout: 120_000 });
    // 2 runs × (1 before training + 2 an epoch)
    await expect.poll(() => pointsShown('test loss'), { timeout: 10_000 }).toBe(26);
    await expect.poll(() => pointsShown('test BLEU'), { timeout: 10_000 }).toBe(12);
    expect(await page.evaluate(() => Reflect.get(window, 'neverReloaded'))).toBe(true);
    await page.screenshot({ path: `${screenshots}sweep.png`, fullPage: true });
  });

  it('hides a variant from the curves, which back undoes', async () => {
    const before = await pointsShown('test loss');
    const first = page.getByRole('tree').getByRole('treeitem').first();
    await first.click({ position: { x: 80, y: 12 } });
    await expect.poll(() => pointsShown('test loss')).toBe(before / 2);
    expect(page.url(), 'what is hidden is in the address').toContain('hide=');
    expect(await first.getAttribute('aria-checked')).toBe('false');
    await page.goBack();
    await expect.poll(() => pointsShown('test loss')).toBe(before);
  });

  it('answers the question on the first screen', async () => {
    await goTo('Overview');
    const answer = page.getByRole('region', { name: 'The answer' });
    expect(await answer.innerText()).toMatch(/test BLEU [\d.]+ at epoch \d/);
    await page.getByRole('heading', { name: 'test BLEU by factor' }).waitFor();
    await page.screenshot({ path: `${screenshots}overview.png`, fullPage: true });
  });

  it('sorts the results table', async () => {
    await goTo('Table');
    const table = page.getByRole('region', { name: 'Results' }).getByRole('table');
    const header = table.getByRole('columnheader', { name: /test loss/i });
    const column = async () => {
      const names = await table.getByRole('columnheader').allInnerTexts();
      const index = names.findIndex((name) => /test\s+loss/i.test(name));
      const cells = await table
        .locator('tbody tr')
        .locator(`:nth-child(${index + 1})`)
        .allInnerTexts();
      return cells.map(Number);
    };
    await header.getByRole('button', { name: /^test loss/i }).click();
    const [first = 0, second = 0] = await column();
    expect(first).toBeLessThanOrEqual(second);
    await header.getByRole('button', { name: /^test loss/i }).click();
    await expect.poll(async () => (await column())[0]).toBe(second);
  });

  it('exports a table whose rows parse and agree with the screen', async () => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page
        .getByRole('button', { name: 'Export', exact: true })
        .first()
        .click()
        .then(() => page.getByRole('menuitem', { name: 'All runs as CSV' }).click()),
    ]);
    const rows = parseCsv(readFileSync(await download.path(), 'utf8'));
    expect(rows).toHaveLength(2);
    expect(rows.map((entry) => entry['positions']).sort()).toEqual(['learned', 'sinusoidal']);
    for (const entry of rows) {
      expect(entry['state']).toBe('finished');
      for (const name of [
        'train/loss',
        'test/loss',
        'train/accuracy',
        'test/accuracy',
        'train/bleu',
        'test/bleu',
      ]) {
        expect(Number.isFinite(Number(entry[name] || 'absent')), `${name} is ${entry[name]}`).toBe(true);
      }
      expect(Number(entry['bestEpoch'])).toBeGreaterThan(0);
      expect(Number(entry['parameters'])).toBeGreaterThan(100_000);
      expect(Number(entry['durationSeconds'])).toBeGreaterThan(0);
      expect(Number(entry['train/loss'])).toBeLessThan(6);
    }
    const shown = await page.getByRole('region', { name: 'Results' }).innerText();
    for (const entry of rows) expect(shown).toContain(Number(entry['test/loss']).toFixed(3));
  });

  it('shows a run: curves, parameter summary, and the same sentences after every epoch', async () => {
    await page.getByRole('link', { name: /^v1 s1, / }).click();
    await page.waitForURL(/\/runs\//);
    await page.getByRole('heading', { name: 'Whole test split' }).waitFor();
    const views = page.getByRole('navigation', { name: 'Views of this run' });
    await page.screenshot({ path: `${screenshots}run.png`, fullPage: true });
    await views.getByRole('link', { name: 'Model' }).click();
    const summary = page.locator('table', { has: page.getByText('encoder.embedding') }).first();
    expect(await summary.innerText()).toMatch(/Total/i);
    await views.getByRole('link', { name: 'Translations' }).click();
    await page.getByText('after epoch 6 of 6').waitFor();
    const slider = page.getByRole('slider', { name: /^after epoch/ });
    await slider.focus();
    await slider.press('Home');
    await page.getByText('after epoch 0 of 6').waitFor();
    await page.screenshot({ path: `${screenshots}run-translations.png`, fullPage: true });
  });

  it('translates a sentence now with the kept model, and shows where its heads look', async () => {
    const views = page.getByRole('navigation', { name: 'Views of this run' });
    await views.getByRole('link', { name: 'Attention' }).click();
    await page.getByRole('textbox', { name: 'Sentence' }).fill('She would like three bowls of noodles.');
    await page.getByRole('combobox', { name: 'Decoding' }).selectOption({ index: 1 });
    await page.getByRole('button', { name: 'Translate', exact: true }).click();
    await page.waitForURL(/text=She/);
    // The process that translates is started, and loads the model, at the first sentence.
    const minute = { timeout: 60_000 };
    await expect.poll(() => page.locator('main [lang="zh"]').count(), minute).toBeGreaterThan(0);
    await expect.poll(() => page.locator('main figure canvas').count(), minute).toBeGreaterThan(0);
    await page.screenshot({ path: `${screenshots}run-attention.png`, fullPage: true });
    await views.getByRole('link', { name: 'Model' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('main a[href*="/models/best"]').first().click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/\.safetensors$/);
  });

  it('imports sentences by file, and refuses a broken one with the line at fault', async () => {
    await page.goto(`${heldout.url}/corpora`);
    const input = page.locator('input[type=file]');
    await input.setInputFiles({
      name: 'broken.tsv',
      mimeType: 'text/plain',
      buffer: Buffer.from('Hi.\t嗨。\nBye.\n'),
    });
    await page.getByText(/line 2/).waitFor();
    expect(await page.getByRole('button', { name: /^Import/ }).isDisabled()).toBe(true);
    await input.setInputFiles({
      name: 'mine.tsv',
      mimeType: 'text/plain',
      buffer: Buffer.from('Hi.\t嗨。\nBye.\t再见。\n'),
    });
    await page.getByRole('button', { name: 'Import 2 pairs' }).click();
    await page.getByRole('link', { name: 'mine' }).first().waitFor();
    expect(await page.getByText('generated').count()).toBeGreaterThan(0);
    // From the disk: so many bytes take the browser's driver longer than the browser.
    const oneLine = join(home, 'oneLine.tsv');
    writeFileSync(oneLine, Buffer.alloc(40 * 1024 * 1024, 'a'));
    await input.setInputFiles(oneLine);
    await page.getByRole('button', { name: 'Import the whole file' }).click();
    await page.getByText(/oneLine.tsv was not imported.*line 1/).waitFor();
    await page.screenshot({ path: `${screenshots}corpora.png`, fullPage: true });
  });

  it('imports sentences dropped on the page', async () => {
    const transfer = await page.evaluateHandle(() => {
      const files = new DataTransfer();
      files.items.add(new File(['Yes.\t是。\nNo.\t不是。\nOh!\t哦！\n'], 'dropped.tsv'));
      return files;
    });
    const zone = page.getByRole('region', { name: 'Import sentence pairs' });
    await zone.dispatchEvent('drop', { dataTransfer: transfer });
    await zone.getByRole('button', { name: 'Import 3 pairs' }).click();
    await zone.getByText('Imported dropped: 3 pairs').waitFor();
  });

  it('never complained on the console', () => {
    // The browser reports the refused upload's own status as a failed resource; nothing else is expected.
    const unexpected = complaints.filter((text) => !/status of 4(00|22)/.test(text));
    expect(unexpected).toEqual([]);
  });
});
