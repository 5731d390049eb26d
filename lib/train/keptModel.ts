import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import type { Dataset } from '@/lib/data/dataset';
import { modelFileParts } from '@/lib/data/modelFile';
import { tokenizerFile } from '@/lib/data/tokenizers/artifact';
import type { RunConfig } from '@/lib/domain/config';
import type { Objective } from '@/lib/domain/sweep';
import type { ModelConfig } from '@/lib/model/config';
import { parameterInput } from '@/lib/model/parameterInputs';
import type { ParameterSnapshot } from '@/lib/model/session';
import type { BestParameters } from './bestParameters';
import { diskFiles, type FileLayer } from './checkpoints/fileLayer';
import { longestTarget } from './evaluation';
import type { TrainReporter } from './reporter';

export interface ModelOptions {
  /** Of the file; whatever has the name is replaced. */
  path: string;
  runId: string;
  /** Version of Heldout, which the file names. */
  heldout: string;
  files?: FileLayer;
}

interface TrainedRun {
  config: RunConfig;
  dataset: Dataset;
  model: ModelConfig;
  best: BestParameters;
  objective: Objective;
  reporter: TrainReporter;
}

/** Writes the parameters of the best step to a file and tells of it. A disk that fails costs the file, not the run. */
export function keepBest(options: ModelOptions, run: TrainedRun): void {
  const { best, reporter, objective } = run;
  if (!best.at || !best.parameters) {
    reporter.log(
      'warn',
      `No step was the best by ${objective.metric}: there are no parameters to keep of this run.`,
    );
    return;
  }
  const { step, epoch } = best.at;
  try {
    const written = write(options, partsOf(options, run, best.at, best.parameters));
    reporter.model({ moment: 'best', step, epoch, path: options.path, ...written });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    reporter.log(
      'warn',
      `The parameters of step ${step} are not kept: writing ${options.path} failed (${reason}); free some space in the worker's data directory and train the run again.`,
    );
  }
}

function partsOf(
  { runId, heldout }: ModelOptions,
  { config, dataset, model }: TrainedRun,
  { step, epoch }: { step: number; epoch: number },
  parameters: ParameterSnapshot,
): Uint8Array[] {
  return modelFileParts(
    {
      runId,
      step,
      epoch,
      config,
      vocabularies: { source: model.sourceVocab, target: model.targetVocab },
      tokenizers: {
        source: tokenizerFile(dataset.sourceTokenizer.toArtifact()).sha256,
        target: tokenizerFile(dataset.targetTokenizer.toArtifact()).sha256,
      },
      maxNewTokens: longestTarget(dataset),
      heldout,
    },
    (name) => {
      const values = parameters[parameterInput(name)];
      if (values instanceof Float32Array) return values;
      throw new RangeError(`the parameter ${name} is not in the copy of the best step`);
    },
  );
}

/** Whole under its name, and on disk, or not at all. */
function write(
  { path, files = diskFiles }: ModelOptions,
  parts: readonly Uint8Array[],
): { bytes: number; sha256: string } {
  const unfinished = `${path}.unfinished`;
  const hash = createHash('sha256');
  let bytes = 0;
  files.makeFolder(dirname(path));
  files.remove(unfinished);
  try {
    const file = files.create(unfinished);
    try {
      for (const part of parts) {
        files.write(file, part);
        hash.update(part);
        bytes += part.length;
      }
      files.sync(file);
    } finally {
      files.close(file);
    }
    files.rename(unfinished, path);
    files.syncFolder(dirname(path));
  } catch (error) {
    files.remove(unfinished);
    throw error;
  }
  return { bytes, sha256: hash.digest('hex') };
}
