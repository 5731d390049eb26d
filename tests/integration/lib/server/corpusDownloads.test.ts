import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { listCorpora } from '@/lib/server/corpora';
import { downloadEnded, listDownloads, startDownload } from '@/lib/server/corpusDownloads';
import { archiveServer } from './archiveServer';
import { openTestServer } from './harness';

afterEach(() => {
  vi.unstubAllEnvs();
});

const attribution = (id: number) => `CC-BY 2.0 (France) Attribution: tatoeba.org #${id} (someone)`;
const sentences = (count: number) =>
  Array.from({ length: count }, (_, i) => `I see ${i} cats.\t我看到${i}只猫。\t${attribution(i)}\n`).join('');

/** As the publisher packs it: the sentences, and a page about them. */
function archive(text: string): Uint8Array {
  const bytes = (part: string) => new TextEncoder().encode(part);
  return zipSync({ '_about.txt': bytes('About\tthese sentences\n'), 'cmn.txt': bytes(text) });
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const atOnce = { pause: async () => {} };

/** Asks and waits for the end. */
async function ask(url: string, rest: { sha256?: string } = {}) {
  vi.stubEnv('HELDOUT_TATOEBA_URL', url);
  startDownload({ dataset: 'tatoeba-cmn-eng', ...rest }, atOnce);
  await downloadEnded('tatoeba-cmn-eng');
  const [download] = listDownloads();
  if (!download) throw new Error('expected a download');
  return download;
}

describe('downloading Tatoeba', () => {
  it('is offered with its licence, address and size before it is asked for', () => {
    openTestServer();
    expect(listDownloads()).toEqual([
      expect.objectContaining({
        dataset: 'tatoeba-cmn-eng',
        licence: 'CC-BY 2.0 (France)',
        url: 'https://www.manythings.org/anki/cmn-eng.zip',
        state: 'idle',
        problem: null,
      }),
    ]);
  });

  it('imports the sentences with their licence, and the checksum of the archive in their origin', async () => {
    const { context } = openTestServer();
    const content = archive(sentences(300));
    const server = await archiveServer({ content });
    const download = await ask(server.url);
    expect(download).toMatchObject({
      state: 'done',
      problem: null,
      receivedBytes: content.length,
      totalBytes: content.length,
      sha256: sha256(content),
      corpus: {
        slug: 'tatoeba-cmn-eng',
        pairCount: 300,
        licence: 'CC-BY 2.0 (France)',
        origin: expect.stringContaining(sha256(content)),
      },
    });
    expect(server.requests[0]?.['user-agent']).toMatch(/^Heldout\/\d/);
    expect(readdirSync(join(context.home, 'downloads'))).toEqual([]);
  });

  it('is one download however often it is asked for, and its state can be watched', async () => {
    openTestServer();
    const server = await archiveServer({ content: archive(sentences(20)) });
    vi.stubEnv('HELDOUT_TATOEBA_URL', server.url);
    expect(startDownload({ dataset: 'tatoeba-cmn-eng' }, atOnce).state).toBe('downloading');
    startDownload({ dataset: 'tatoeba-cmn-eng' }, atOnce);
    await downloadEnded('tatoeba-cmn-eng');
    expect(server.requests).toHaveLength(1);
    const again = await ask(server.url);
    expect(again).toMatchObject({ state: 'done', corpus: { pairCount: 20 } });
    expect(listCorpora().filter(({ slug }) => slug.startsWith('tatoeba'))).toHaveLength(1);
  });

  it('goes on where it was broken off, also when it is asked for again', async () => {
    openTestServer();
    const content = archive(sentences(2000));
    const server = await archiveServer({ content, breaks: Array.from({ length: 6 }, () => 1000) });
    const broken = await ask(server.url);
    expect(broken).toMatchObject({
      state: 'failed',
      problem: expect.stringContaining('1000 bytes are kept'),
    });
    expect(await ask(server.url)).toMatchObject({ state: 'done', sha256: sha256(content) });
    expect(server.requests.at(-1)?.range).toBe('bytes=1000-');
  });

  it('says that this machine is offline, and how to import a file instead', async () => {
    openTestServer();
    const server = await archiveServer({ content: new Uint8Array(0) });
    await server.close();
    expect(await ask(server.url)).toMatchObject({
      state: 'failed',
      problem: expect.stringMatching(
        /^Downloading Tatoeba.*offline.*import the file with corpus import FILE\.$/,
      ),
      corpus: null,
    });
  });

  it('takes the archive whose checksum was asked for, and refuses another version', async () => {
    const { context } = openTestServer();
    const content = archive(sentences(20));
    const server = await archiveServer({ content });
    const refused = await ask(server.url, { sha256: '0'.repeat(64) });
    expect(refused).toMatchObject({
      state: 'failed',
      problem: expect.stringMatching(new RegExp(`${sha256(content)}, expected 0{64}.*renews the archive`)),
    });
    expect(listCorpora().map(({ slug }) => slug)).not.toContain('tatoeba-cmn-eng');
    expect(readdirSync(join(context.home, 'downloads'))).toEqual([]);
    expect(await ask(server.url, { sha256: sha256(content) })).toMatchObject({ state: 'done' });
  });

  it.each([
    ['is not there', { statuses: [404], content: archive(sentences(20)) }, 'answered 404'],
    ['is no archive of sentences', { content: archive('one column\n') }, 'Corpus import'],
    ['is damaged', { content: archive(sentences(500)).slice(0, 2000) }, 'damaged'],
  ])('says so where the archive %s, and keeps nothing', async (_what, behaviour, problem) => {
    const { context } = openTestServer();
    const server = await archiveServer(behaviour);
    expect(await ask(server.url)).toMatchObject({
      state: 'failed',
      problem: expect.stringContaining(problem),
    });
    expect(existsSync(join(context.home, 'downloads', 'cmn-eng.zip.part'))).toBe(false);
    expect(listCorpora()).toHaveLength(2);
  });
});
