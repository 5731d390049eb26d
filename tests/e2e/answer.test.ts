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
