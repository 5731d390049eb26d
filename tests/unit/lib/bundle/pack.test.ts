import { createHash } from 'node:crypto';
import { unzipSync } from 'fflate';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { bundlePaths, bundleReadme } from '@/lib/bundle/format';
import { bundleFiles, manifestOf, pack } from './bundles';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
});

describe('packBundle', () => {
  it('holds every file as it was given, and behind them a manifest that tells their bytes and SHA-256', async () => {
    const files = bundleFiles();
    const bytes = await pack(files);
    const entries = unzipSync(bytes);
    expect(Object.keys(entries)).toEqual([...files.map(({ path }) => path), bundlePaths.manifest]);
    for (const { path, text } of files) expect(new TextDecoder().decode(entries[path])).toBe(text);
    const { files: listed, ...about } = manifestOf(bytes);
    expect(about).toEqual({ format: 1, heldout: '0', sweepId: 'sweep' });
    expect(listed).toEqual(
      files.map(({ path, text }) => ({
        path,
        bytes: Buffer.byteLength(text),
        sha256: createHash('sha256').update(text).digest('hex'),
      })),
    );
  });

  it('gives the same bytes again, in every time zone', async () => {
    const first = Buffer.from(await pack(bundleFiles()));
    expect(first.equals(await pack(bundleFiles()))).toBe(true);
    for (const zone of ['Pacific/Auckland', 'America/Los_Angeles', 'Asia/Kathmandu']) {
      vi.stubEnv('TZ', zone);
      vi.resetModules();
      const { packBundle } = await import('@/lib/bundle/pack');
      const there = await packBundle(bundleFiles(), { heldout: '0', sweepId: 'sweep' });
      expect(first.equals(there), zone).toBe(true);
    }
  });

  it('packs no file at all, and characters beyond ASCII in names and texts', async () => {
    expect(manifestOf(await pack([])).files).toEqual([]);
    const entries = unzipSync(await pack([{ path: 'testsets/句子.json', text: '你好 😀' }]));
    expect(new TextDecoder().decode(entries['testsets/句子.json'])).toBe('你好 😀');
  });
});

describe('the README of a bundle', () => {
  it('names the sweep, the corpus and its licence, and what is not inside', () => {
    const text = bundleReadme({ name: 'positions', corpus: 'Tatoeba', licence: 'CC BY 2.0 FR' });
    expect(text).toContain('"positions"');
    expect(text).toContain('The sentences are of the corpus "Tatoeba", whose licence is: CC BY 2.0 FR.');
    for (const path of ['spec.yaml', 'input.json', 'answer.json', 'table.csv', 'manifest.json'])
      expect(text).toContain(path);
    expect(text).toContain('Not inside: the training sentences');
  });
});
