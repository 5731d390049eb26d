import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sweepDetailSchema } from '@/lib/domain/api';
import { complaintsOf, launchBrowser } from '@/tests/browser';
import { type RunningHeldout, startHeldout, temporaryHome } from '@/tests/heldoutProgram';

/** Kept after the run, to be looked at. */
const screenshots = fileURLToPath(new URL('../.artifacts/screenshots/', import.meta.url));

const { home, remove } = temporaryHome();
let heldout: RunningHeldout;
let browser: Browser;
let page: Page;
let complaints: string[];
let address = '';

beforeAll(async () => {
  mkdirSync(screenshots, { recursive: true });
  heldout = await startHeldout({ home, workers: 1 });
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

async function sweep() {
  const response = await page.request.get(address.replace('/sweeps/', '/api/v1/sweeps/'));
  return sweepDetailSchema.parse(await response.json());
}

/** Chooses from the sweep's menu. */
async function choose(action: RegExp): Promise<void> {
  await page.getByRole('button', { name: 'More', exact: true }).first().click();
  await page.getByRole('menuitem', { name: action }).click();
}

const counts = async () => (await sweep()).sweep.counts;

const yaml = `name: rates
corpus: phrasebook
base: {dModel: 16, heads: 2, layers: 1, epochs: 400, trainSize: 200, evaluationPairs: 20, bleuSentences: 4}
factors: {learningRate: [0.001, 0.002]}
`;

describe('what a person does to a sweep, in a real browser', () => {
  it('is written as YAML, checked and launched', async () => {
    await page.goto(`${heldout.url}/sweeps/new`);
    await page.getByText('YAML', { exact: true }).click();
    const text = page.getByRole('textbox', { name: /YAML/ });
    await text.fill(yaml);
    await page.getByRole('button', { name: 'Launch 2 runs' }).click();
    await page.waitForURL(/\/sweeps\/[a-z0-9]{8,}$/);
    address = page.url();
    await expect.poll(async () => (await counts()).running, { timeout: 60_000 }).toBe(1);
  });

  it('pauses at a checkpoint, and goes on from it', async () => {
    await expect
      .poll(async () => (await sweep()).runs[0]?.progress?.epoch ?? 0, { timeout: 60_000 })
      .toBeGreaterThan(2);
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByText('paused', { exact: true }).waitFor();
    await expect.poll(async () => (await counts()).running, { timeout: 60_000 }).toBe(0);
    expect(await counts()).toMatchObject({ queued: 2, failed: 0 });
    await page.getByRole('button', { name: 'Resume' }).click();
    await expect.poll(async () => (await counts()).running, { timeout: 60_000 }).toBe(1);
    const id = (await sweep()).runs[0]?.id ?? '';
    await page.goto(`${heldout.url}/runs/${id}/log`);
    const attempts = page.getByRole('region', { name: 'Attempts' });
    await attempts.getByText('handed back').waitFor();
    await attempts.getByText(/^step \d+$/).waitFor({ timeout: 60_000 });
    await page.screenshot({ path: `${screenshots}attempts.png`, fullPage: true });
  });

  it('is extended by a seed, and refused what would take runs away', async () => {
    await page.goto(address);
    await choose(/^Extend/);
    const dialog = page.getByRole('dialog', { name: 'Extend this sweep' });
    const text = dialog.getByRole('textbox');
    await expect.poll(() => text.inputValue()).toContain('learningRate');
    const before = await text.inputValue();
    await text.fill(before.replace('0.001, 0.002', '0.001'));
    await dialog.getByRole('button', { name: /Save/ }).click();
    await dialog.getByText(/would be taken away/).waitFor();
    await page.screenshot({ path: `${screenshots}extend.png` });
    await text.fill(`${before}seeds: [1, 2]\n`);
    await dialog.getByRole('button', { name: /Save/ }).click();
    await dialog.waitFor({ state: 'hidden' });
    expect((await sweep()).runs).toHaveLength(4);
  });

  it('is copied into the form', async () => {
    await choose(/^Copy/);
    await page.waitForURL(/from=/);
    expect(await page.getByLabel('name', { exact: true }).inputValue()).toBe('rates (copy)');
  });

  it('is cancelled, and its runs trained again one by one', async () => {
    await page.goto(address);
    await choose(/^Cancel the sweep/);
    await page.getByRole('button', { name: /^Cancel \d runs$/ }).click();
    await expect.poll(async () => (await counts()).cancelled, { timeout: 15_000 }).toBe(4);
    const id = (await sweep()).runs[3]?.id ?? '';
    await page.goto(`${heldout.url}/runs/${id}`);
    await page.getByRole('button', { name: 'More of this run' }).click();
    await page.getByRole('menuitem', { name: /^Train again/ }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Train again' }).click();
    await expect.poll(async () => (await counts()).cancelled, { timeout: 15_000 }).toBe(3);
  });

  it('leaves nothing to complain about on the console', () => {
    // A refused edit is an answer of 400, which the browser reports itself.
    expect(complaints.filter((complaint) => !complaint.includes('400'))).toEqual([]);
  });
});
