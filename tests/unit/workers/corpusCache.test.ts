import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodePairs } from '@/lib/data/canonical';
import { cachedCorpus } from '@/workers/corpusCache';

const { bytes, fingerprint } = encodePairs([{ source: 'Hi.', target: '嗨。' }]);

describe('cachedCorpus', () => {
  let folder = '';
  let downloads = 0;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'heldout-cache-'));
    downloads = 0;
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const download = async () => {
    downloads++;
    return bytes;
  };

  it('downloads once, into a folder that it makes', async () => {
    const path = await cachedCorpus(join(folder, 'new'), fingerprint, download);
    expect(new Uint8Array(await readFile(path))).toEqual(new Uint8Array(bytes));
    expect(await cachedCorpus(join(folder, 'new'), fingerprint, download)).toBe(path);
    expect(downloads).toBe(1);
  });

  it('replaces a damaged copy', async () => {
    const path = await cachedCorpus(folder, fingerprint, download);
    await writeFile(path, 'damaged');
    await cachedCorpus(folder, fingerprint, download);
    expect(downloads).toBe(2);
    expect(await readFile(path, 'utf8')).toContain('嗨');
  });

  it('refuses a download that is not the corpus, and leaves nothing behind', async () => {
    await expect(cachedCorpus(folder, 'f'.repeat(64), download)).rejects.toMatchObject({
      code: 'checksum_mismatch',
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it('says where it cannot keep a copy, and the way out', async () => {
    const taken = join(folder, 'file');
    await writeFile(taken, '');
    await expect(cachedCorpus(taken, fingerprint, download)).rejects.toMatchObject({
      code: 'storage_unavailable',
      message: expect.stringMatching(/in .*file failed \(.*\): free some space there/),
    });
  });
});
