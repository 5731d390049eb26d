import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { HeldoutError } from '@/lib/domain/errors';
import { reportSchema } from '@/lib/domain/protocol';
import { Journal, type JournalEntry, readJournal } from '@/workers/offline/journal';

const folder = mkdtempSync(join(tmpdir(), 'heldout-journal-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const newPath = () => join(folder, `${++files}.jsonl`);
const owner = { runId: 'run', attempt: 1 };

/** Any double: denormal ones, NaN and infinities too; JSON has no negative zero. */
const value = fc.double().map((x) => (Object.is(x, -0) ? 0 : x));
const entry = fc.array(value, { minLength: 1, maxLength: 5 }).map((values): JournalEntry => {
  const {
    attempt: _,
    leaseToken: __,
    ...report
  } = reportSchema.parse({
    attempt: 1,
    leaseToken: '',
    sequence: 1,
    logs: [{ timeMs: 1, level: 'info', text: '译文 \u2028' }],
  });
  const points = [
    { metric: 'test/loss', steps: values.map((_, i) => i), values, timesMs: values.map(() => 1) },
  ];
  return { kind: 'report', report: { ...report, points } };
});

function written(entries: readonly JournalEntry[]): string {
  const path = newPath();
  const journal = Journal.create(path, owner);
  for (const each of entries) journal.append(each);
  journal.close();
  return path;
}

describe('a journal', () => {
  it('gives back what was written, every double exactly', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 6 }), (entries) => {
        expect(readJournal(written(entries), owner).entries).toEqual(entries);
      }),
      { numRuns: 30 },
    );
  });

  it('is refused where any byte but the last line feed has changed, naming the file and the line', () => {
    fc.assert(
      fc.property(
        fc.array(entry, { minLength: 1, maxLength: 4 }),
        fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        fc.integer({ min: 1, max: 255 }),
        (entries, place, change) => {
          const path = written(entries);
          const bytes = readFileSync(path);
          const at = Math.floor(place * (bytes.length - 1));
          bytes[at] = (bytes[at] ?? 0) ^ change;
          writeFileSync(path, bytes);
          expect(() => readJournal(path, owner)).toThrow(
            expect.objectContaining({
              code: 'checksum_mismatch',
              message: expect.stringContaining(`${path}: line `),
            }),
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  it('is refused where a line is gone, two have changed places, or it is another run’s', () => {
    const end = (atMs: number): JournalEntry => ({ kind: 'end', atMs, end: { outcome: 'released' } });
    const path = written([end(1), end(2), end(3)]);
    const [first = '', second = '', third = ''] = readFileSync(path, 'utf8').split('\n');
    for (const lines of [
      [second, third],
      [first, third],
      [second, first, third],
    ]) {
      writeFileSync(path, `${lines.join('\n')}\n`);
      expect(() => readJournal(path, owner)).toThrow(HeldoutError);
    }
    writeFileSync(path, `${[first, second, third].join('\n')}\n`);
    expect(readJournal(path, owner).entries).toHaveLength(3);
    expect(() => readJournal(path, { ...owner, attempt: 2 })).toThrow(HeldoutError);
  });

  it('is gone on with after a line that a kill tore', () => {
    const end: JournalEntry = { kind: 'end', atMs: 1, end: { outcome: 'released' } };
    const path = written([end]);
    appendFileSync(path, readFileSync(path, 'utf8').slice(0, 100));
    expect(readJournal(path, owner).entries).toEqual([end]);
    const { journal, entries } = Journal.open(path, owner);
    expect(entries).toEqual([end]);
    journal.append({ ...end, atMs: 2 });
    journal.close();
    expect(readJournal(path, owner).entries).toEqual([end, { ...end, atMs: 2 }]);
  });
});
