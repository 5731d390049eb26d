import { type Command, Option } from 'commander';
import { type Moment, moments } from '@/lib/domain/score';
import { json } from './options';
import { runArtifact, runCompare, runHypotheses, runModel } from './run';

/** heldout run … */
export function addRun(program: Command, finish: (code: number) => void): void {
  const run = program
    .command('run')
    .description('translations, scores, tokenizers and models of runs')
    .exitOverride();
  run
    .command('hypotheses <id>')
    .description('all translations of the test split, one a line; the end of a run brings them')
    .addOption(
      new Option('--moment <moment>', 'with the parameters of the best step, or the last ones')
        .choices(moments)
        .default('best'),
    )
    .addOption(json())
    .action(async (id: string, flags: { moment: Moment; json: boolean }) =>
      finish(await runHypotheses(id, flags)),
    );
  run
    .command('artifact <id> <name>')
    .description('what the run has made: source-tokenizer or target-tokenizer, as JSON')
    .action(async (id: string, name: string) => finish(await runArtifact(id, name)));
  run
    .command('model <id>')
    .description('the parameters of the best step, as a safetensors file')
    .requiredOption('--out <file>', 'where it is put; what is there is replaced')
    .addOption(json())
    .action(async (id: string, flags: { out: string; json: boolean }) => finish(await runModel(id, flags)));
  run
    .command('compare <id> <ids...>')
    .description('scores of the whole test split side by side; refused where the test sets differ')
    .addOption(json())
    .action(async (id: string, ids: string[], flags: { json: boolean }) =>
      finish(await runCompare([id, ...ids], flags)),
    );
}
