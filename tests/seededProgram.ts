import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { z } from 'zod';
import { startHeldout, temporaryHome } from '@/tests/heldoutProgram';
import { type SeededServer, seedServer } from '@/tests/seededHome';

export interface SeededProgram {
  url: string;
  seeded: SeededServer;
  /** A page of its own context, signed in. */
  signIn(browser: Browser, options?: BrowserContextOptions): Promise<Page>;
  stop(): Promise<void>;
}

/** `heldout start` without workers, its data seeded. */
export async function startSeededProgram(): Promise<SeededProgram> {
  const { home, remove } = temporaryHome();
  const heldout = await startHeldout({ home, workers: 0 });
  const seeded = await seedServer({ url: heldout.url, home });
  const { admin } = z
    .object({ admin: z.string() })
    .parse(JSON.parse(readFileSync(`${home}/tokens.json`, 'utf8')));
  return {
    url: heldout.url,
    seeded,
    signIn: (browser, options) => signIn(browser, heldout.url, admin, options),
    stop: async () => {
      seeded.stop();
      await heldout.stop();
      remove();
    },
  };
}

/** A login address works once, so that every context asks for one of its own. */
async function signIn(
  browser: Browser,
  url: string,
  admin: string,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const response = await fetch(`${url}/api/v1/login-tokens`, {
    method: 'POST',
    headers: { authorization: `Bearer ${admin}` },
  });
  const { token } = z.object({ token: z.string() }).parse(await response.json());
  const page = await (await browser.newContext(options)).newPage();
  await page.goto(`${url}/login?token=${token}`);
  return page;
}

/** Addresses of all pages, as patterns: /sweeps/[id]/curves. */
export function pagePatterns(): string[] {
  const app = fileURLToPath(new URL('../app', import.meta.url));
  return readdirSync(app, { recursive: true, encoding: 'utf8' })
    .filter((file) => /(^|\/)page\.tsx$/.test(file))
    .map((file) => `/${file.replace(/\/?page\.tsx$/, '')}`)
    .sort();
}

/** Every page and view of the dashboard by name, each with the data that it needs, at each stage that a sweep goes through. */
export function pagesOf(seeded: SeededServer): Record<string, string> {
  const [first = '', second = '', third = ''] = seeded.finishedRuns;
  const stages: Record<string, Record<string, string>> = {
    '/sweeps/[id]': {
      'finished sweep': seeded.finishedSweep,
      'running sweep': seeded.runningSweep,
      'empty sweep': seeded.emptySweep,
    },
    '/runs/[id]': {
      'finished run': first,
      'running run': seeded.runningRun,
      'queued run': seeded.queuedRun,
    },
    '/corpora/[slug]': { corpus: 'phrasebook' },
  };
  const pages: Record<string, string> = {
    'chosen runs': `/compare?runs=${[first, second, third].join(',')}`,
    'no such sweep': '/sweeps/nosuchsweep0',
  };
  for (const pattern of pagePatterns()) {
    const stage = Object.keys(stages).find((prefix) => pattern.startsWith(prefix));
    if (stage === undefined) {
      if (pattern.includes('[')) throw new Error(`pagesOf does not know what stands for [] in ${pattern}`);
      pages[pattern] = pattern;
      continue;
    }
    const view = pattern.slice(stage.length);
    for (const [name, id] of Object.entries(stages[stage] ?? {}))
      pages[`${name}${view}`] = stage.replace(/\[\w+\]/, id) + view;
  }
  return pages;
}

/**
 * Goes to a page and waits until it answers and what it fetches is shown: React has taken over from the server's markup,
 * nothing is busy, and the text rests for half a second.
 */
export async function openSettled(page: Page, address: string): Promise<void> {
  await page.goto(address, { waitUntil: 'load' });
  await page.waitForFunction(
    () => {
      if (document.querySelector('[aria-busy="true"]')) return false;
      const isTakenOver = Object.keys(document.querySelector('main') ?? {}).some((key) =>
        key.startsWith('__react'),
      );
      if (!isTakenOver) return false;
      const now = performance.now();
      const text = document.body.textContent;
      const last: unknown = Reflect.get(window, 'settledText');
      if (text !== last) {
        Reflect.set(window, 'settledText', text);
        Reflect.set(window, 'settledSince', now);
        return false;
      }
      return now - Number(Reflect.get(window, 'settledSince')) > 500;
    },
    undefined,
    { timeout: 60_000, polling: 100 },
  );
}
