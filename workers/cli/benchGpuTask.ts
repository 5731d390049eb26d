import { z } from 'zod';
import { answerTask } from '../childTask';
import { estimateDeviceMemory } from '../deviceMemory';
import { isGpuEngine } from '../engineDetection';
import { askNvidiaSmi, nvidiaGpus } from '../gpuDevices';
import { parseGpuUse } from '../resources';
import { measureDecoding } from './benchDecode';
import { type GpuShape, type GpuTask, gpuTaskSchema } from './benchGpuReport';
import { studyModel } from './benchModel';
import { median } from './benchReport';
import { benchBatch, measureShape } from './measureShape';

/**
 * Measures one shape of `bench gpu` in a process of its own, so that a driver that aborts costs that shape alone, and its
 * memory goes back before the next. Argument: the shape as JSON.
 */

const busySamples = 3;
/** utilization.gpu looks back over at most a second. */
const busySampleMs = 1000;

async function measure({ sentences, beam, ...task }: GpuTask): Promise<GpuShape> {
  const isGpu = isGpuEngine(task.engine);
  const usedBefore = isGpu ? await usedBytes() : null;
  const device: Pick<GpuShape, 'deviceBusyShare' | 'deviceMemoryBytes'> = {
    deviceBusyShare: null,
    deviceMemoryBytes: null,
  };
  const { report, hostMsPerStep, firstLoss, lastLoss } = await measureShape(task, {
    onWarm: async () => {
      const usedNow = usedBefore === null ? null : await usedBytes();
      if (usedBefore !== null && usedNow !== null)
        device.deviceMemoryBytes = Math.max(0, usedNow - usedBefore);
    },
    atEnd: async (trainStep) => {
      if (usedBefore !== null) device.deviceBusyShare = await busyShare(trainStep);
    },
  });
  const model = studyModel(task.dModel, task.layers);
  return {
    ...report,
    squareSize: task.squareSize,
    hostMsPerStep,
    ...device,
    estimatedMemoryBytes: estimateDeviceMemory(model, [benchBatch], 1).total,
    firstLoss,
    lastLoss,
    decode: sentences === 0 ? [] : await measureDecoding({ ...task, sentences, beam }),
  };
}

/** Of the first GPU, the one that engines take. */
async function usedBytes(): Promise<number | null> {
  return (await nvidiaGpus())[0]?.usedBytes ?? null;
}

/** Trains on while nvidia-smi is asked, once a second. */
async function busyShare(trainStep: () => Promise<unknown>): Promise<number | null> {
  const shares: number[] = [];
  while (shares.length < busySamples) {
    const untilMs = performance.now() + busySampleMs;
    while (performance.now() < untilMs) await trainStep();
    let output: string | null | undefined;
    const asked = askNvidiaSmi([
      '--query-gpu=utilization.gpu,memory.used',
      '--format=csv,noheader,nounits',
    ]).then((answer) => {
      output = answer;
    });
    while (output === undefined) await trainStep();
    await asked;
    const share = parseGpuUse(output ?? '')['system/gpuShare'];
    if (share === undefined) return null;
    shares.push(share);
  }
  return median(shares);
}

await answerTask(() => measure(gpuTaskSchema.parse(JSON.parse(z.string().parse(process.argv[2])))));
