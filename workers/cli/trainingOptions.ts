import { type Command, Option } from 'commander';
import { engineIds } from '@/lib/engine/types';
import { deviceMemory, integerIn, mostReplicas } from './options';

const orAuto = (parse: (text: string) => number) => (text: string) => (text === 'auto' ? text : parse(text));

/** The options of every command that trains: --workers, --replicas, --device-memory, --threads, --engine. */
export function trainingOptions(command: Command, fewestWorkers: 0 | 1): Command {
  return command
    .addOption(
      new Option('--workers <n>', `runs trained at once${fewestWorkers === 0 ? '; 0 for none' : ''}`)
        .argParser(orAuto(integerIn(fewestWorkers, 256)))
        .default('auto', 'auto: one a core; on a GPU as many as raise the total rate, measured once'),
    )
    .addOption(
      new Option('--replicas <n>', 'runs that one trainer steps together on a GPU as one graph')
        .argParser(orAuto(integerIn(1, mostReplicas)))
        .default('auto', 'auto: as many as raise the total rate, measured with --workers auto'),
    )
    .addOption(deviceMemory())
    .addOption(
      new Option('--threads <n>', 'threads of each trainer')
        .argParser(orAuto(integerIn(1, 256)))
        .default('auto', 'auto: one each where several runs wait, all cores for a single run'),
    )
    .addOption(
      new Option('--engine <id>', 'what computes')
        .choices(['auto', ...engineIds])
        .default('auto', 'auto: a real GPU where one works and is faster, else onnx-cpu; see heldout doctor'),
    );
}
