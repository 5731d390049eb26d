import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { modelConfigOf } from '@/lib/data/modelConfig';
import { resolveConfig } from '@/lib/domain/config';
import { createModelSession } from '@/lib/model/session';
import { BestParameters } from '@/lib/train/bestParameters';
import { Checkpointing } from '@/lib/train/checkpointing';
import {
  type Checkpoint,
  FolderCheckpoints,
  findNewestCheckpoint,
} from '@/lib/train/checkpoints/checkpointStore';
import { diskFiles, type FileLayer } from '@/lib/train/checkpoints/fileLayer';
import { Recorder } from '../integration/lib/train/recorder';
import { type Fault, FaultyFiles } from './faultyFiles';

const identity = { configHash: 'c'.repeat(64), corpusFingerprint: 'f', seed: 1 };
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const home = mkdtempSync(join(tmpdir(), 'heldout-faults-'));
  folders.push(home);
  return join(home, 'run-1');
}

function storeIn(folder: string, files: FileLayer = diskFiles, attempt = 1): FolderCheckpoints {
  return new FolderCheckpoints({ folder, identity, attempt, engine: 'onnx-cpu', threads: 1, files });
}

/** Small, with every part: whoever reads a torn mixture of two steps sees it in the values. */
function checkpointAt(step: number, bestStep = step): Checkpoint {
  const tensor = (kind: number) => ({ shape: [3, 5], values: new Float32Array(15).fill(step + kind) });
  return {
    position: {
      step,
      epoch: 1,
      batchesDone: step,
      running: { lossSum: step, targetTokens: 2 * step, durationMs: 1.5, gradientNorm: 0.1 },
      evaluated: { 'validation/loss': step / 3 },
      epochElapsedMs: 12,
      best: { step: bestStep, epoch: 0.5, value: step / 7 },
      patience: { best: 0.1, epochsWithout: 1 },
      stopped: null,
    },
    training: {
      step,
      tensors: { 'parameters/a': tensor(0.25), 'firstMoment/a': tensor(0.5), 'secondMoment/a': tensor(0.75) },
    },
    bestParameters: { 'parameters/a': new Float32Array(15).fill(bestStep) },
  };
}

/** What an attempt that begins now goes on from. */
function loaded(folder: string, maxStep = 1000): Checkpoint | undefined {
  const step = findNewestCheckpoint(folder, maxStep, identity)?.position.step ?? 0;
  return storeIn(folder, diskFiles, 99).open(step);
}

/** Operations of saving a checkpoint whose best step is new, after two others. */
function operationsOfSaving(): string[] {
  const folder = newFolder();
  for (const step of [10, 20]) storeIn(folder).save(checkpointAt(step));
  const files = new FaultyFiles('kill', Number.POSITIVE_INFINITY);
  storeIn(folder, files).save(checkpointAt(30));
  return files.log;
}

describe('saving a checkpoint', () => {
  it.each<Fault>(['kill', 'powerLoss'])(
    'broken off at any of its operations (%s) leaves the old one or the new one, never a torn one',
    (fault) => {
      const operations = operationsOfSaving();
      expect(operations.length).toBeGreaterThan(20);
      const outcomes: number[] = [];
      for (let at = 1; at <= operations.length + 1; at++) {
        const folder = newFolder();
        for (const step of [10, 20]) storeIn(folder).save(checkpointAt(step));
        const files = new FaultyFiles(fault, at);
        try {
          storeIn(folder, files).save(checkpointAt(30));
        } catch {
          // The process is gone.
        }
        const found = loaded(folder);
        const step = found?.position.step ?? 0;
        expect([20, 30], `operation ${at}: ${operations[at - 1]}`).toContain(step);
        expect(found).toEqual(checkpointAt(step));
        outcomes.push(step);
      }
      // First only the old one, from the rename on the new one.
      expect(outcomes).toEqual([...outcomes].sort((a, b) => a - b));
      expect(new Set(outcomes)).toEqual(new Set([20, 30]));
      expect(outcomes.filter((step) => step === 20).length).toBe(operations.lastIndexOf('rename') + 1);
    },
  );

  it('goes on after a broken one: what it left is removed', () => {
    const operations = operationsOfSaving();
    for (let at = 1; at <= operations.length; at += 3) {
      const folder = newFolder();
      for (const step of [10, 20]) storeIn(folder).save(checkpointAt(step));
      try {
        storeIn(folder, new FaultyFiles('kill', at)).save(checkpointAt(30));
      } catch {
        // The process is gone.
      }
      const step = findNewestCheckpoint(folder, 20, identity)?.position.step ?? 0;
      const next = storeIn(folder, diskFiles, 2);
      next.open(step);
      expect(readdirSync(folder).filter((name) => name.startsWith('.') || name === 'step-30')).toEqual([]);
      next.save(checkpointAt(30, 30));
      expect(loaded(folder)).toEqual(checkpointAt(30));
    }
  });

  it('on a disk that is full from any operation on keeps the old ones, and succeeds once there is room', () => {
    for (let at = 1; at <= operationsOfSaving().length; at++) {
      const folder = newFolder();
      const store = new FolderCheckpoints({ folder, identity, attempt: 1, engine: 'onnx-cpu', threads: 1 });
      for (const step of [10, 20]) store.save(checkpointAt(step));
      try {
        storeIn(folder, new FaultyFiles('full', at)).save(checkpointAt(30));
      } catch (error) {
        expect(error).toMatchObject({ code: 'ENOSPC' });
        expect(findNewestCheckpoint(folder, 1000, identity)?.position.step).toBe(20);
        expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
      }
      store.save(checkpointAt(40));
      expect(loaded(folder)).toEqual(checkpointAt(40));
    }
  });
});

describe('a damaged checkpoint', () => {
  const allFiles = (folder: string) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((name) => join(folder, name))
      .filter((path) => statSync(path).isFile());

  it('is passed over, whichever bit of whichever file is wrong; the one before it is loaded', () => {
    const folder = newFolder();
    const store = storeIn(folder);
    for (const step of [10, 20]) store.save(checkpointAt(step));
    const newest = allFiles(folder).filter((path) => /\/(step|best)-20\//.test(path));
    expect(newest).toHaveLength(4);
    let flips = 0;
    for (const path of newest) {
      const bytes = readFileSync(path);
      // Every byte of the manifests, every third one of the tensors.
      for (let at = 0; at < bytes.length; at += path.endsWith('.bin') ? 3 : 1) {
        const damaged = Buffer.from(bytes);
        damaged[at] = (damaged[at] ?? 0) ^ (1 << (at % 8));
        writeFileSync(path, damaged);
        expect(findNewestCheckpoint(folder, 1000, identity)?.position.step, `${path} at ${at}`).toBe(10);
        flips++;
      }
      writeFileSync(path, bytes);
    }
    expect(flips).toBeGreaterThan(1000);
    expect(findNewestCheckpoint(folder, 1000, identity)?.position.step).toBe(20);
  });

  it('is passed over where a file is cut short, longer or gone', () => {
    const folder = newFolder();
    const store = storeIn(folder);
    for (const step of [10, 20]) store.save(checkpointAt(step));
    for (const path of allFiles(folder).filter((file) => /\/(step|best)-20\//.test(file))) {
      const bytes = readFileSync(path);
      for (const damaged of [
        bytes.subarray(0, -1),
        Buffer.concat([bytes, Buffer.from([0])]),
        Buffer.alloc(0),
      ]) {
        writeFileSync(path, damaged);
        expect(findNewestCheckpoint(folder, 1000, identity)?.position.step).toBe(10);
      }
      rmSync(path);
      expect(findNewestCheckpoint(folder, 1000, identity)?.position.step).toBe(10);
      writeFileSync(path, bytes);
    }
  });

  it('that breaks between being found and being read fails the attempt with a reason', () => {
    const folder = newFolder();
    storeIn(folder).save(checkpointAt(10));
    const [tensors = ''] = allFiles(folder).filter((path) => path.endsWith('step-10/tensors.bin'));
    writeFileSync(tensors, Buffer.alloc(180));
    expect(() => storeIn(folder, diskFiles, 2).open(10)).toThrow(/step-10 failed, though it was found whole/);
  });
});

describe('checkpoints of another run', () => {
  it.each([
    { ...identity, configHash: 'd'.repeat(64) },
    { ...identity, corpusFingerprint: 'g' },
    { ...identity, seed: 2 },
  ])('are not gone on from: %o', (other) => {
    const folder = newFolder();
    storeIn(folder).save(checkpointAt(10));
    expect(findNewestCheckpoint(folder, 1000, other)).toBeUndefined();
  });

  it('are not written by an attempt whose turn is over', () => {
    const folder = newFolder();
    const stale = storeIn(folder);
    stale.save(checkpointAt(10));
    storeIn(folder, diskFiles, 2).open(10);
    expect(() => stale.save(checkpointAt(20))).toThrow(/a later attempt of the run has begun/);
    expect(readdirSync(folder).sort()).toEqual(['attempt-2', 'best-10', 'step-10']);
  });
});

it('keeps what the server knows of, however long it is away', () => {
  const folder = newFolder();
  const store = storeIn(folder);
  store.save(checkpointAt(10));
  store.acknowledge(10);
  for (let step = 20; step <= 200; step += 10) store.save(checkpointAt(step, 20));
  const steps = readdirSync(folder).filter((name) => name.startsWith('step-'));
  expect(steps.sort()).toEqual(['step-10', 'step-190', 'step-200']);
  expect(
    readdirSync(folder)
      .filter((name) => name.startsWith('best-'))
      .sort(),
  ).toEqual(['best-10', 'best-20']);
  expect(loaded(folder, 10)).toEqual(checkpointAt(10));
});

it('a full disk costs the checkpoint, not the run: said once, and once when there is room again', async () => {
  const folder = newFolder();
  const config = resolveConfig({ dModel: 8, heads: 2 });
  const session = await createModelSession({
    model: modelConfigOf(config, { source: 10, target: 10 }),
    optimizer: { kind: 'adam', beta1: 0.9, beta2: 0.98, epsilon: 1e-9, weightDecay: 0, clipNorm: 0 },
    seed: 1,
    threads: 1,
  });
  try {
    const files = new FaultyFiles('full', 1);
    const recorder = new Recorder();
    const checkpointing = new Checkpointing({
      options: { store: storeIn(folder, files), resumeFrom: 0, everyMs: 1000 },
      session,
      best: new BestParameters(session, { metric: 'validation/loss', goal: 'minimize', report: 'test/bleu' }),
      reporter: recorder,
      now: () => 0,
    });
    const { best: _best, ...position } = checkpointAt(1).position;
    await checkpointing.save({ ...position, step: 1 });
    await checkpointing.save({ ...position, step: 2 });
    expect(recorder.logs).toEqual([
      expect.stringMatching(/^warn: Writing a checkpoint failed \(ENOSPC.*there is none yet/),
    ]);
    expect(recorder.checkpoints).toEqual([]);
    Object.assign(files, { at: Number.POSITIVE_INFINITY });
    await checkpointing.save({ ...position, step: 3 });
    expect(recorder.checkpoints).toEqual([3]);
    expect(recorder.logs.at(-1)).toBe('info: Checkpoints are written again, from step 3 on.');
  } finally {
    await session.dispose();
  }
});

it('a checkpoint loads in a copy of its folder: nothing in it names where it is', () => {
  const folder = newFolder();
  storeIn(folder).save(checkpointAt(10));
  const copy = newFolder();
  cpSync(folder, copy, { recursive: true });
  expect(loaded(copy)).toEqual(checkpointAt(10));
});
