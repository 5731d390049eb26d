import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type DownloadSettings, download } from '@/lib/server/resumableDownload';
import { archiveServer } from './archiveServer';
import { temporaryHome } from './harness';

const content = Buffer.from(Array.from({ length: 50_000 }, (_, i) => (i * 7919) % 251));
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

function settingsFor(url: string, rest: Partial<DownloadSettings> = {}) {
  const pauses: number[] = [];
  const progress: number[] = [];
  const settings: DownloadSettings = {
    operation: 'Downloading a test',
    url,
    path: join(temporaryHome(), 'downloads', 'archive.part'),
    maxBytes: 2 ** 20,
    userAgent: 'Heldout/test',
    signal: new AbortController().signal,
    onProgress: ({ receivedBytes }) => progress.push(receivedBytes),
    pause: async (ms) => {
      pauses.push(ms);
    },
    ...rest,
  };
  return { settings, pauses, progress };
}

describe('a download', () => {
  it('fetches the whole file, says how far it is and who asks', async () => {
    const server = await archiveServer({ content });
    const { settings, progress } = settingsFor(server.url);
    expect(await download(settings)).toEqual({ sha256: sha256(content), bytes: content.length });
    expect(readFileSync(settings.path).equals(content)).toBe(true);
    expect(progress.at(-1)).toBe(content.length);
    expect(server.requests).toEqual([
      expect.objectContaining({ 'user-agent': 'Heldout/test', 'accept-encoding': 'identity' }),
    ]);
  });

  it('goes on after a break where the connection ended, and waits longer each time without a byte', async () => {
    const server = await archiveServer({ content, breaks: [20_000, 20_000, 20_000, 35_000] });
    const { settings, pauses } = settingsFor(server.url);
    expect(await download(settings)).toMatchObject({ sha256: sha256(content) });
    expect(server.requests.map(({ range }) => range)).toEqual([
      undefined,
      'bytes=20000-',
      'bytes=20000-',
      'bytes=20000-',
      'bytes=35000-',
    ]);
    expect(server.requests[1]?.['if-range']).toBe('"v1"');
    expect(pauses).toEqual([1000, 2000, 4000, 1000]);
  });

  it('keeps what it has where the connection breaks for good, and a later one goes on there', async () => {
    const server = await archiveServer({ content, breaks: Array.from({ length: 6 }, () => 20_000) });
    const { settings, pauses } = settingsFor(server.url);
    await expect(download(settings)).rejects.toMatchObject({
      code: 'server_unreachable',
      message: expect.stringContaining('20000 bytes are kept'),
    });
    expect(pauses).toEqual([1000, 2000, 4000, 8000, 16_000]);
    expect(await download(settings)).toMatchObject({ sha256: sha256(content) });
    expect(server.requests.at(-1)?.range).toBe('bytes=20000-');
  });

  it('fetches nothing again of a file that is whole already', async () => {
    const server = await archiveServer({ content });
    const { settings } = settingsFor(server.url);
    await download(settings);
    expect(await download(settings)).toEqual({ sha256: sha256(content), bytes: content.length });
    expect(server.requests[1]?.range).toBe(`bytes=${content.length - 1}-`);
  });

  it('starts anew where another version is there', async () => {
    const server = await archiveServer({ content, breaks: [20_000] });
    const newer = Buffer.from(content).reverse();
    const { settings } = settingsFor(server.url, {
      pause: async () => server.replace({ content: newer, etag: '"v2"' }),
    });
    expect(await download(settings)).toEqual({ sha256: sha256(newer), bytes: newer.length });
    expect(server.requests[1]).toMatchObject({ range: 'bytes=20000-', 'if-range': '"v1"' });
  });

  it.each([
    ['knows no ranges', { ranges: false }],
    ['names no version', { etag: null }],
    ['names versions that are only weakly compared', { etag: 'W/"v1"' }],
    ['answers with another range', { shift: 1 }],
  ])('starts anew after a break where the server %s', async (_what, rest) => {
    const server = await archiveServer({ content, breaks: [20_000], ...rest });
    const { settings } = settingsFor(server.url);
    expect(await download(settings)).toEqual({ sha256: sha256(content), bytes: content.length });
  });

  it('takes a date for a version', async () => {
    const lastModified = 'Tue, 15 Nov 1994 12:45:26 GMT';
    const server = await archiveServer({ content, breaks: [20_000], etag: null, lastModified });
    const { settings } = settingsFor(server.url);
    await download(settings);
    expect(server.requests[1]).toMatchObject({ range: 'bytes=20000-', 'if-range': lastModified });
  });

  it('tries a connection again on which nothing comes', async () => {
    const server = await archiveServer({ content, stalls: 1 });
    const { settings, pauses } = settingsFor(server.url, { stallMs: 50 });
    expect(await download(settings)).toMatchObject({ sha256: sha256(content) });
    expect(pauses).toEqual([1000]);
  });

  it('tries a server again that is busy', async () => {
    const server = await archiveServer({ content, statuses: [503, 429] });
    const { settings, pauses } = settingsFor(server.url);
    expect(await download(settings)).toMatchObject({ sha256: sha256(content) });
    expect(pauses).toEqual([1000, 2000]);
  });

  it('says that the archive is not there', async () => {
    const server = await archiveServer({ content, statuses: [404] });
    const { settings } = settingsFor(server.url);
    await expect(download(settings)).rejects.toMatchObject({
      code: 'not_found',
      message: expect.stringMatching(/answered 404.*import the file/),
    });
  });

  it('says at once that this machine is offline, and what to do', async () => {
    const server = await archiveServer({ content });
    await server.close();
    const { settings, pauses } = settingsFor(server.url);
    await expect(download(settings)).rejects.toMatchObject({
      code: 'server_unreachable',
      message: expect.stringMatching(/cannot be reached \(ECONNREFUSED\).*offline.*corpus import FILE/),
    });
    expect(pauses).toEqual([]);
  });

  it.each([
    ['says so', {}],
    ['does not say so', { chunked: true }],
  ])('stops and keeps nothing where the file is too large and the server %s', async (_what, rest) => {
    const server = await archiveServer({ content, ...rest });
    const { settings } = settingsFor(server.url, { maxBytes: 30_000 });
    await expect(download(settings)).rejects.toMatchObject({ code: 'payload_too_large' });
    expect(existsSync(settings.path)).toBe(false);
  });

  it('follows a redirect on this machine, and no redirect to plain HTTP elsewhere', async () => {
    const server = await archiveServer({ content });
    const here = await archiveServer({ content, redirect: server.url });
    expect(await download(settingsFor(here.url).settings)).toMatchObject({ sha256: sha256(content) });
    const away = await archiveServer({ content, redirect: 'http://plain.example/cmn-eng.zip' });
    await expect(download(settingsFor(away.url).settings)).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('expected an https address'),
    });
    const round = await archiveServer({ content, redirect: '/' });
    await expect(download(settingsFor(round.url).settings)).rejects.toThrow('more than 5 redirects');
  });

  it.each(['http://plain.example/a.zip', 'file:///etc/passwd', 'no address'])('refuses %s', async (url) => {
    await expect(download(settingsFor(url).settings)).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('ends when it is told to, and keeps what it has', async () => {
    const server = await archiveServer({ content, breaks: [20_000] });
    const controller = new AbortController();
    const { settings } = settingsFor(server.url, {
      signal: controller.signal,
      pause: async () => controller.abort(),
    });
    await expect(download(settings)).rejects.toThrow();
    expect(readFileSync(settings.path)).toHaveLength(20_000);
  });
});
