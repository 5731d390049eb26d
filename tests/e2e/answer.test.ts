import { readFileSync, statSync } from 'node:fs';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { sweepAnswerSchema } from '@/lib/domain/answer';
import { complaintsOf, launchBrowser } from '@/tests/browser';
import { parseCsv } from '@/tests/csv';
import { heldout } from '@/tests/heldoutProgram';
import { openSettled, type SeededProgram, startSeededProgram } from '@/tests/seededProgram';

let program: SeededProgram;
let browser: Browser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  program = await startSeededProgram();
  browser = await launchBrowser();
  page = await program.signIn(browser, {
    viewport: { width: 1280, height: 900 },
    locale: 'en-GB',
    acceptDownloads: true,
  });
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  page.setDefaultTimeout(15_000);
  complaints = complaintsOf(page);
});

afterAll(async () => {
  await browser?.close();
  await program?.stop();
});

const sweep = () => `/sweeps/${program.seeded.finishedSweep}`;
const openAnswer = (query = '') => openSettled(page, `${program.url}${sweep()}/answer${query}`);
const section = (title: string): Locator =>
  page.locator('section', { has: page.getByRole('heading', { level: 2, name: title, exact: true }) });

/** The answer as the page asks for it. */
const answer = async () =>
  sweepAnswerSchema.parse(
    await page.evaluate(async (address) => (await fetch(address)).json(), `/api/v1${sweep()}/answer`),
  );

async function downloadOf(click: () => Promise<void>) {
  const [download] = await Promise.all([page.waitForEvent('download'), click()]);
  return { name: download.suggestedFilename(), path: await download.path() };
}

it('is told first on the overview, and a click from there', async () => {
  await openSettled(page, program.url + sweep());
  const card = page.getByRole('region', { name: 'The answer' }).first();
  await card.getByText(/d_model: 64 beats 128 by .* in 4 of 8 matched pairs/).waitFor();
  await card.getByRole('link', { name: 'The whole answer' }).click();
  await page.waitForURL(/\/answer$/);
  await page.getByRole('heading', { name: 'What the sweep shows' }).waitFor();
});

it('says every effect with the numbers that the server computed, and what chose and what reports', async () => {
  await openAnswer();
  const { effects, family, counts } = await answer();
  expect(effects).toHaveLength(3);
  const figure = section('Effects of the factors');
  for (const { value, low, high, better, pairs } of effects) {
    const [size, from, to] = [value, low ?? Number.NaN, high ?? Number.NaN].map((each) =>
      each.toFixed(1).replace('-', '−'),
    );
    await figure
      .getByText(`${size} [${from}, ${to}] · ${better}/${pairs} better`, { exact: false })
      .waitFor();
  }
  const verdicts = section('What the sweep shows');
  await verdicts.getByText(/chosen on validation loss; test BLEU is reported and chose nothing/).waitFor();
  await verdicts
    .getByText(`${counts.variants} variants and ${counts.runs} runs were tried`, { exact: false })
    .waitFor();
  await section('How the numbers came about').getByText(`over ${family} tests`, { exact: false }).waitFor();
});

it('leads from a verdict to the figure that shows it', async () => {
  await openAnswer();
  await page.getByRole('link', { name: /^d_model: 64/ }).click();
  await page.waitForURL(/#effects$/);
  await expect
    .poll(() =>
      page.getByRole('img', { name: /Effects of the factors/ }).evaluate((figure) => {
        const { top, bottom } = figure.getBoundingClientRect();
        return top >= 0 && bottom <= window.innerHeight;
      }),
    )
    .toBe(true);
});

it('says how many seeds another difference would take, and keeps it in the address', async () => {
  await openAnswer();
  const power = section('Seeds and power');
  const target = power.getByRole('spinbutton');
  await power.getByRole('columnheader', { name: 'more seeds for 1 BLEU' }).waitFor();
  await target.fill('20');
  await target.press('Enter');
  await page.waitForURL(/target=20/);
  await power.getByRole('columnheader', { name: 'more seeds for 20 BLEU' }).waitFor();
  expect(await power.getByRole('row', { name: /d_model/ }).innerText()).toMatch(/enough/);
});

it('gives the table as a paper or a spreadsheet wants it', async () => {
  await openAnswer();
  const table = section('Ablation table');
  await table.getByRole('radiogroup').getByText('factors', { exact: true }).click();
  await table.getByRole('button', { name: 'Copy as LaTeX' }).click();
  const latex = await page.evaluate(() => navigator.clipboard.readText());
  expect(latex).toContain('\\toprule');
  expect(latex).toContain('d\\_model');
  const { path, name } = await downloadOf(async () => {
    await table.getByRole('button', { name: 'Download the table' }).click();
    await page.getByRole('menuitem', { name: 'CSV' }).click();
  });
  expect(name).toMatch(/\.csv$/);
  const rows = parseCsv(readFileSync(path, 'utf8'));
  const { effects } = await answer();
  expect(rows.map((row) => Number(row['difference']))).toEqual(effects.map(({ value }) => value));
});

it('holds two factors against each other by a metric of one’s choice, which is in the address and in what is downloaded', async () => {
  await openAnswer();
  const table = section('Ablation table');
  await table.getByRole('radiogroup').getByText('two factors', { exact: true }).click();
  await table.getByText('Eight variants: test BLEU by d_model and positions').waitFor();
  const metric = table.getByRole('combobox', { name: 'Metric' });
  expect(await metric.locator('option').allInnerTexts()).toEqual(
    expect.arrayContaining([
      'test BLEU',
      'test chrF2',
      'test loss',
      'validation loss',
      'train token accuracy',
    ]),
  );
  await metric.selectOption({ label: 'validation loss' });
  await page.waitForURL(/pivotMetric=validation(\/|%2F)loss/);
  await page.reload();
  await table.getByText('Eight variants: validation loss by d_model and positions').waitFor();
  await table.getByText('It is what the steps were chosen by, and so it flatters.').waitFor();
  const { name, path } = await downloadOf(async () => {
    await table.getByRole('button', { name: 'Download the table' }).click();
    await page.getByRole('menuitem', { name: 'CSV' }).click();
  });
  expect(name).toBe('eight-variants-pivot-validation-loss.csv');
  const rows = parseCsv(readFileSync(path, 'utf8'));
  expect(rows.map((row) => row['runs'])).toEqual(['4', '4', '4', '4']);
  const shown = await table.locator('tbody td').allInnerTexts();
  expect(shown).toEqual(rows.map((row) => `${Number(row['validation/loss']).toFixed(3)} (4)`));
});

it('lists what is on the page, each entry a link to it, by mouse and by keyboard', async () => {
  await openAnswer();
  const contents = page.getByRole('navigation', { name: 'On this page' });
  const headings = page.locator('main section > h2');
  await headings.last().waitFor();
  const [verdicts, ...titles] = await headings.allInnerTexts();
  expect(verdicts).toBe('What the sweep shows');
  expect(await contents.getByRole('link').allInnerTexts()).toEqual(titles);
  const isInView = (title: string) =>
    section(title).evaluate((element) => {
      const { top } = element.getBoundingClientRect();
      return top >= 0 && top < window.innerHeight;
    });
  await contents.getByRole('link', { name: 'Overfitting' }).click();
  await page.waitForURL(/#overfitting$/);
  await expect.poll(() => isInView('Overfitting')).toBe(true);
  await contents.getByRole('link', { name: 'Main effects' }).focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/#main-effects$/);
  await expect.poll(() => isInView('Main effects')).toBe(true);
});

it('lists it on a phone too, between the verdicts and the rest, and nothing is wider than the phone', async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  try {
    await openAnswer();
    const contents = page.getByRole('navigation', { name: 'On this page' });
    const top = (place: Locator) => place.evaluate((element) => element.getBoundingClientRect().top);
    expect(await top(contents)).toBeGreaterThan(await top(section('What the sweep shows')));
    expect(await top(section('Effects of the factors'))).toBeGreaterThan(await top(contents));
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  } finally {
    await page.setViewportSize({ width: 1280, height: 900 });
  }
});

it.each(['Effects of the factors', 'Interactions'])(
  'saves %s as a PNG twice as fine as the screen, on white, beside the SVG',
  async (title) => {
    await openAnswer();
    const figure = section(title).locator('figure').first();
    const save = (kind: string) =>
      downloadOf(() => figure.getByRole('button', { name: `Save as ${kind}: ${title}` }).click());
    const [svg, png] = [await save('SVG'), await save('PNG')];
    expect(png.name).toBe(svg.name.replace(/\.svg$/, '.png'));
    const [, width = '', height = ''] =
      /^<svg[^>]* width="(\d+)" height="(\d+)"/.exec(readFileSync(svg.path, 'utf8')) ?? [];
    const bytes = readFileSync(png.path);
    expect(bytes.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([2 * Number(width), 2 * Number(height)]);
    expect(Number(width)).toBeGreaterThan(400);
    const { corner, inked } = await inkOf(bytes);
    expect(corner).toEqual([255, 255, 255, 255]);
    // Texts and lines are between a hundredth and a fifth of it.
    expect(inked).toBeGreaterThan(0.01);
    expect(inked).toBeLessThan(0.2);
  },
);

/** The colour of the last pixel of a PNG, and the share of its pixels that are not white, as the browser reads it. */
function inkOf(png: Buffer): Promise<{ corner: number[]; inked: number }> {
  return page.evaluate(
    async (address) => {
      const image = new Image();
      image.src = address;
      await image.decode();
      const canvas = document.createElement('canvas');
      canvas.width = image.naturalWidth;
      canvas.height = image.naturalHeight;
      const context = canvas.getContext('2d');
      if (!context) throw new Error('no canvas');
      context.drawImage(image, 0, 0);
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      const isInked = (at: number) => [0, 1, 2].some((channel) => (data[at + channel] ?? 255) < 250);
      const pixels = Array.from({ length: data.length / 4 }, (_, at) => 4 * at);
      return { corner: [...data.slice(-4)], inked: pixels.filter(isInked).length / pixels.length };
    },
    `data:image/png;base64,${png.toString('base64')}`,
  );
}

it('tells seed luck from sentence luck for two variants', async () => {
  await openAnswer();
  const sentences = section('Two variants on the same sentences');
  await sentences.getByRole('button', { name: 'Compare their translations' }).click();
  await sentences.getByText('6 test sentences, seeds 1 and 2.').waitFor({ timeout: 60_000 });
  await sentences
    .getByRole('row', { name: /Seeds only/ })
    .first()
    .waitFor();
});

it('is a report that opens without a server', async () => {
  await openAnswer();
  const { path, name } = await downloadOf(() => page.getByRole('link', { name: 'Report (HTML)' }).click());
  expect(name).toMatch(/\.html$/);
  const context = await browser.newContext({ offline: true, javaScriptEnabled: false });
  const report = await context.newPage();
  const asked: string[] = [];
  report.on('request', (request) => asked.push(request.url()));
  await report.setContent(readFileSync(path, 'utf8'));
  await report
    .getByText(/d_model: 64 beats 128 by .* in 4 of 8 matched pairs/)
    .first()
    .waitFor();
  expect(await report.locator('svg').count()).toBeGreaterThan(3);
  expect(asked).toEqual([]);
  await context.close();
});

it('is a bundle from which another machine computes every number again', async () => {
  await openAnswer();
  const { path } = await downloadOf(() => page.getByRole('link', { name: 'Bundle (.zip)' }).click());
  expect(statSync(path).size).toBeGreaterThan(1000);
  const { code, stdout, stderr } = await heldout(['sweep', 'verify', path, '--json']);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  expect(z.object({ isSound: z.boolean() }).parse(JSON.parse(stdout))).toEqual({ isSound: true });
});

it('is wrong nowhere in the console', () => {
  expect(complaints).toEqual([]);
});

it('adds seeds to every variant, and says what is still to come', async () => {
  await openAnswer();
  await section('Seeds and power').getByRole('button', { name: 'Add seeds' }).click();
  const dialog = page.getByRole('alertdialog');
  await dialog.getByRole('spinbutton').fill('2');
  await dialog.getByText(/16 runs more/).waitFor();
  await dialog.getByRole('button', { name: 'Add 2 seeds' }).click();
  await page.getByText('2 more seeds are queued for every variant.').waitFor();
  await page.getByText('So far, of 16 runs; 16 still to come.').waitFor();
});
