import { beforeAll, describe, expect, it } from 'vitest';
import { printed } from './gpuProcess';

type Report = Awaited<typeof import('./webgpuChild')>['report'];
type Losses = Awaited<typeof import('./webgpuOptionsChild')>['losses'];

/** Of each number: the loss of a step, its gradient norm, and every parameter and moment after all steps. */
const tolerance = 1e-3;

let report: Report;

/** The provider and its shaders are the real ones; on SwiftShader, the device is not. */
beforeAll(() => {
  report = JSON.parse(printed('webgpuChild.ts'));
});

describe('onnx-webgpu', () => {
  it('trains as onnx-cpu does: loss, gradient norm, parameters and moments, over two shapes of batches', () => {
    const { losses, norms, difference } = report.training;
    expect(losses).toHaveLength(6);
    for (const [expected, actual] of [...losses, ...norms]) {
      expect(Math.abs(actual - expected)).toBeLessThan(tolerance);
    }
    expect(difference).toBeLessThan(tolerance);
  });

  it('evaluates and decodes as onnx-cpu does', () => {
    const [expected, actual] = report.training.evaluated;
    expect(actual?.lossSum).toBeCloseTo(expected?.lossSum ?? Number.NaN, 3);
    expect({ ...actual, lossSum: 0 }).toEqual({ ...expected, lossSum: 0 });
    expect(report.training.decoded[1]).toEqual(report.training.decoded[0]);
  });

  it('leaves parameters and moments as they were when a step diverges, also where others were queued behind it', () => {
    expect(report.training.diverged).toContain('Training diverged at step 7');
    expect(report.training.changedByDivergence).toEqual([]);
  });

  it('keeps everything on the GPU: a step is fed a batch and returns nothing', () => {
    const { inputs, outputs } = report.lifetimes;
    expect(outputs).toEqual([]);
    expect(inputs.filter((name) => /^(parameter|firstMoment|secondMoment|record)\//.test(name))).toEqual([]);
  });

  it('gives the same numbers whether it is waited for after every step or after many', () => {
    const { waited, queued } = report.training;
    expect(queued).toHaveLength(4);
    expect(queued).toEqual(waited);
  });

  it('trains as onnx-cpu does with other options of the provider', () => {
    const options =
      'validationMode=disabled,enableRobustness=false,storageBufferCacheMode=simple,' +
      'uniformBufferCacheMode=lazyRelease,graphOptimizationLevel=disabled';
    const losses: Losses = JSON.parse(printed('webgpuOptionsChild.ts', { HELDOUT_WEBGPU: options }));
    expect(losses).toHaveLength(3);
    for (const [expected, actual] of losses) expect(Math.abs(actual - expected)).toBeLessThan(tolerance);
  });

  it('adds up the gradient of a lookup to the same bits every time', () => {
    expect(report.repeated.different).toBe(1);
    expect(report.repeated.largestError).toBeLessThan(1e-5);
  });

  it('trains several models as one graph, each as it trains alone on onnx-cpu', () => {
    expect(report.replicas.map(({ losses }) => losses.length)).toEqual([5, 5, 3]);
    for (const { losses, known = [], updates, difference } of report.replicas) {
      for (const [step, loss] of losses.entries()) {
        expect(known[step]?.step).toBe(step);
        expect(Math.abs(Number(known[step]?.loss) - loss)).toBeLessThan(tolerance);
      }
      expect(updates[1]).toBe(updates[0]);
      expect(difference).toBeLessThan(tolerance);
    }
  });

  it('leaves a model of several as it was when it diverges, and goes on with the others', () => {
    const last = report.replicas[2];
    expect(last?.diverged).toContain('Training diverged at step 3');
    expect(last?.known?.slice(3)).toEqual([{ step: 3, loss: 'not finite' }]);
    expect(report.replicas.map(({ diverged }) => diverged).slice(0, 2)).toEqual([null, null]);
  });

  it('keeps a state beyond the programs that made its tensors', () => {
    expect(report.lifetimes.values).toEqual([
      [4, 8],
      [36, 72],
      [900, 1800],
      [7, 8],
    ]);
  });

  it('runs every operation on the GPU, and copies nothing to the processor for one that is not', () => {
    const onCpu = Object.fromEntries(
      Object.entries(report.placement).map(([program, { nodes = 0, ...operators }]) => {
        expect(nodes, program).toBeGreaterThan(5);
        return [program, operators];
      }),
    );
    // A program that needs one lists it here, with its reason.
    expect(onCpu).toEqual({
      train: {},
      'train, other choices': {},
      'train, replicas': {},
      evaluate: {},
      'evaluate, other choices': {},
      encode: {},
      greedyStep: {},
      beamStep: {},
      move: {},
      'evaluate, replicas': {},
      'encode, replicas': {},
      'greedyStep, replicas': {},
      'beamStep, replicas': {},
      'move, replicas': {},
      replace: {},
    });
  });
});
