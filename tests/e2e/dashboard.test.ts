import { readFileSync } from 'node:fs';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { complaintsOf, launchBrowser } from '@/tests/browser';
import { parseCsv } from '@/tests/csv';
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
  page.setDefaultTimeout(15_000);
  complaints = complaintsOf(page);
});

afterAll(async () => {
  await browser?.close();
  await program?.stop();
});

const open = (path: string) => openSettled(page, program.url + path);
const sweepView = (view: string) => `/sweeps/${program.seeded.finishedSweep}${view}`;
const query = () => new URL(page.url()).searchParams;

/** The figures that a panel's footer says: points shown, and points there are. */
async function pointsOf(panel: Locator): Promise<[number, number]> {
  const text = await panel.innerText();
  const [, shown = '', total = ''] = /showing ([\d,]+) of ([\d,]+) points/.exec(text) ?? [];
  return [Number(shown.replaceAll(',', '')), Number(total.replaceAll(',', ''))];
}

const panel = (title: string) =>
  page.locator('figure', { has: page.getByRole('heading', { name: title, exact: true }) });

/** One of a few values, shown as a row of buttons. */
const choose = (group: string, option: string) =>
  page.getByRole('radiogroup', { name: group }).getByText(option, { exact: true }).click();

async function downloadOf(click: () => Promise<void>): Promise<{ name: string; text: string }> {
  const [download] = await Promise.all([page.waitForEvent('download'), click()]);
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), 'utf8') };
}

describe('the curves of a sweep', () => {
  it('are laid out by a factor, and the address shows a colleague the same', async () => {
    await open(sweepView('/curves'));
    await page.getByRole('combobox', { name: 'Columns' }).selectOption({ label: 'positions' });
    await page.waitForURL(/fc=positions/);
    const address = page.url();
    await page.getByRole('combobox', { name: 'x axis' }).selectOption({ label: 'step' });
    await page.waitForURL(/axis=step/);
    await page.goBack();
    await page.waitForURL(address);
    expect(await page.getByRole('combobox', { name: 'x axis' }).inputValue()).toBe('epoch');

    const colleague = await program.signIn(browser, { locale: 'en-GB' });
    await openSettled(colleague, address);
    expect(
      await colleague
        .getByRole('combobox', { name: 'Columns' })
        .evaluate((element) =>
          element instanceof HTMLSelectElement ? element.selectedOptions[0]?.text : '',
        ),
    ).toBe('positions');
    await colleague.context().close();
  });

  it('hide what is switched off in the list of variants', async () => {
    await open(sweepView('/curves'));
    const before = await pointsOf(panel('test loss'));
    await page.getByRole('treeitem').first().click();
    await page.waitForURL(/hide=/);
    await expect.poll(async () => (await pointsOf(panel('test loss')))[1]).toBeLessThan(before[1]);
  });

  it('are read at one place in all panels, and zoom together', async () => {
    await open(sweepView('/curves'));
    const canvas = panel('test loss').locator('canvas').first();
    const box = await canvas.boundingBox();
    if (!box) throw new Error('the panel has no canvas');
    await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.5);
    await expect.poll(() => panel('train loss').innerText()).toMatch(/epoch\s+\d/);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.7, box.y + box.height * 0.5, { steps: 8 });
    await page.mouse.up();
    await page.waitForURL(/(zoom|from|range)=/);
    const [, whole] = await pointsOf(panel('train loss'));
    expect(whole).toBeGreaterThan(0);
  });

  it('come as a table for everybody, as CSV and as a picture', async () => {
    await open(sweepView('/curves'));
    const figure = panel('test BLEU');
    await figure.getByText('as table').click();
    await expect.poll(() => figure.getByRole('row').count()).toBeGreaterThan(5);
    for (const [item, ending] of [
      ['CSV', '.csv'],
      ['SVG', '.svg'],
      ['PNG', '.png'],
    ] as const) {
      await figure
        .getByRole('button', { name: /Menu|More|Save|test BLEU/ })
        .first()
        .click();
      const { name, text } = await downloadOf(() =>
        page.getByRole('menuitem', { name: new RegExp(item) }).click(),
      );
      expect(name.endsWith(ending), name).toBe(true);
      if (item === 'CSV') expect(parseCsv(text).length).toBeGreaterThan(10);
      if (item === 'SVG') expect(text).toMatch(/<svg[\s\S]*<path/);
    }
  });
});

it('overfitting is ranked by what was lost since the best epoch', async () => {
  await open(sweepView('/overfitting'));
  const losses = await page
    .getByRole('region', { name: 'What training on has cost' })
    .getByRole('row')
    .evaluateAll((rows) => rows.slice(1).map((row) => row.querySelector('td')?.textContent ?? ''));
  const values = losses.map((text) =>
    Number(/[+−±]?[\d.]+/.exec(text)?.[0].replace('−', '-').replace('±', '')),
  );
  expect(values.length).toBeGreaterThanOrEqual(8);
  expect(values).toEqual([...values].sort((a, b) => b - a));
});

describe('the table of a sweep', () => {
  it('sorts by two columns, folds seeds out and holds a baseline, all in the address', async () => {
    await open(sweepView('/table'));
    const heading = (name: string) =>
      page.getByRole('columnheader').getByRole('button', { name, exact: true });
    await heading('positions').click();
    await heading('test loss').click({ modifiers: ['Shift'] });
    await page.waitForURL(/sort=/);
    expect(query().get('sort')?.split(',')).toHaveLength(2);
    await page.getByRole('combobox', { name: 'Baseline' }).selectOption({ index: 1 });
    await page.waitForURL(/base=/);
    await expect.poll(() => page.getByRole('region', { name: 'Results' }).innerText()).toMatch(/[+−±]\d/);
    const rows = await page.getByRole('row').count();
    await page.getByRole('button', { name: 'Unfold all' }).click();
    await expect.poll(() => page.getByRole('row').count()).toBeGreaterThan(rows);
  });

  it('finds rows, and exports what it shows', async () => {
    await open(sweepView('/table'));
    await page.getByRole('searchbox', { name: 'Search rows' }).fill('sinusoidal');
    await expect.poll(() => page.getByRole('row').count()).toBe(5);
    await page.getByRole('group', { name: 'Table settings' }).getByRole('button', { name: 'Export' }).click();
    const { text } = await downloadOf(() => page.getByRole('menuitem', { name: /CSV/ }).first().click());
    expect(parseCsv(text).length).toBeGreaterThanOrEqual(4);
    expect(text).not.toContain('learned');
  });

  it('hands the rows that are ticked to Compare, which says what differs first', async () => {
    await open(sweepView('/table'));
    await choose('Rows', 'Runs');
    const boxes = page.getByRole('region', { name: 'Results' }).getByRole('checkbox');
    await boxes.nth(1).check();
    await boxes.nth(4).check();
    await page
      .locator('main')
      .getByRole('link', { name: /^Compare/ })
      .click();
    await page.waitForURL(/\/compare\?runs=/);
    await page.getByText(/settings? differs?|settings differ/).waitFor();
    const first = await page.getByRole('heading', { level: 2 }).first().innerText();
    expect(first).toBe('Configuration');
  });
});

it('translations are shown across variants with their differences marked, epoch by epoch', async () => {
  await open(sweepView('/translations'));
  expect(await page.locator('main mark, main ins').count()).toBeGreaterThan(0);
  const slider = page.getByRole('slider', { name: /after epoch/ });
  await slider.focus();
  await page.keyboard.press('ArrowLeft');
  await page.waitForURL(/epoch=11/);
  await expect.poll(() => page.getByText('after epoch 11 of 12').count()).toBeGreaterThan(0);
});

it('the setup is the sweep as YAML, with what every run logged', async () => {
  await open(sweepView('/setup'));
  expect(await page.locator('pre, code').first().innerText()).toContain('Eight variants');
  await expect
    .poll(() => page.getByRole('region', { name: 'Log of all runs' }).first().innerText())
    .toMatch(/\d+:\d+/);
});

describe('a person', () => {
  it('goes anywhere from the keyboard', async () => {
    await open('/');
    const dialog = page.getByRole('dialog');
    await page.keyboard.press('Control+k');
    await dialog.waitFor();
    await dialog.getByRole('combobox').fill('Eight');
    await dialog
      .getByRole('option', { name: /Eight variants/ })
      .first()
      .waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(new RegExp(program.seeded.finishedSweep));
    await page.getByRole('heading', { level: 1, name: 'Eight variants' }).waitFor();
    // Single keys are for the page, not for what is open above it.
    await dialog.waitFor({ state: 'hidden' });
    await page.keyboard.press('5');
    await page.waitForURL(/\/table/);
    await page.keyboard.press('?');
    await page
      .getByRole('dialog')
      .getByText(/shortcuts/i)
      .first()
      .waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await page.keyboard.press('g');
    await page.keyboard.press('w');
    await page.waitForURL(/\/workers/);
  });

  it('chooses language and theme, which stay chosen', async () => {
    await open('/settings');
    await choose('Language', '简体中文');
    await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('zh-CN');
    await choose('主题', '深色');
    await expect.poll(() => page.locator('html').getAttribute('data-theme')).toBe('dark');
    await page.reload();
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
    await page.context().clearCookies({ name: /heldout_(language|theme)/ });
  });

  it('makes a token, sees its secret once, and revokes it', async () => {
    await open('/settings');
    await page.getByRole('button', { name: 'New token' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox').first().fill('lab script');
    await dialog.getByRole('button', { name: /Create|Make/ }).click();
    const secret = await dialog.locator('code').first().innerText();
    const asked = await fetch(`${program.url}/api/v1/sweeps`, {
      headers: { authorization: `Bearer ${secret}` },
    });
    expect(asked.status).toBe(200);
    await page.keyboard.press('Escape');
    await page
      .getByRole('row', { name: /lab script/ })
      .getByRole('button', { name: /Revoke/ })
      .click();
    await page
      .getByRole('alertdialog')
      .or(page.getByRole('dialog'))
      .getByRole('button', { name: /Revoke/ })
      .click();
    await expect
      .poll(async () => {
        const again = await fetch(`${program.url}/api/v1/sweeps`, {
          headers: { authorization: `Bearer ${secret}` },
        });
        return again.status;
      })
      .toBe(401);
  });

  it('pauses a worker', async () => {
    await open('/workers');
    await page
      .getByRole('button', { name: /Stop|Pause/ })
      .first()
      .click();
    await page.getByRole('menuitem', { name: /Pause/ }).click();
    await page.getByText('finishing what it has').waitFor();
  });
});

it('keeps what a person writes beside a sweep, for its page and for the list', async () => {
  await open(sweepView(''));
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: /^Edit owner, tags and notes/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Owner, tags and notes' });
  await dialog.getByRole('textbox', { name: 'Owner' }).fill('Ada');
  await dialog.getByRole('textbox', { name: 'Tags' }).fill('paper， width');
  await dialog.getByRole('textbox', { name: 'Notes' }).fill('Look at long sentences.\nThen decide.');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByText('owner Ada').waitFor();
  expect(await page.getByRole('list', { name: 'Tags' }).getByRole('listitem').allInnerTexts()).toEqual([
    'paper',
    'width',
  ]);
  await open('/?tag=width');
  const sweep = page.getByRole('row', { name: /Look at long sentences\./ });
  await sweep.waitFor();
  expect(await sweep.innerText()).not.toContain('Then decide');
});

it('archives a sweep, and takes that back', async () => {
  await open('/');
  await page.getByRole('searchbox').fill('Nothing yet');
  await page.waitForURL(/q=|search=/);
  const sweep = page.getByRole('row', { name: /Nothing yet/ });
  await sweep.getByRole('button', { name: /^Archive/ }).click();
  await expect.poll(() => sweep.count()).toBe(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => sweep.count()).toBe(1);
});

it('says that it is offline, and goes on when it is back', async () => {
  await open(sweepView(''));
  await page.context().setOffline(true);
  const notice = page.getByText('No network.');
  await notice.waitFor();
  await page.context().setOffline(false);
  await expect.poll(() => notice.count()).toBe(0);
});

it('no page complained', () => {
  const offline = /ERR_INTERNET_DISCONNECTED|Failed to fetch/;
  expect(complaints.filter((text) => !offline.test(text))).toEqual([]);
});
