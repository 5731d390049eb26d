import { readFileSync } from 'node:fs';
import { verifyBundle } from '@/lib/bundle/verify';
import { HeldoutError } from '@/lib/domain/errors';
import { variantRecords } from '@/lib/export/ablationRecords';
import { toCsv } from '@/lib/export/csv';
import { scoringFor, wholeScores } from '@/lib/train/scoring';
import { writeSweepText } from '@/sweeps/write';
import { exitCodes } from './exitCodes';
import { printJson, say } from './output';

/** A changed file may differ in thousands of places; the first ones tell where to look. */
const mostFaults = 10;

/** heldout sweep verify BUNDLE: exit 0 only where every number came out as it is stored. */
export function sweepVerify(file: string, flags: { json: boolean }): number {
  const checks = verifyBundle(read(file), {
    wholeScores: (hypotheses, references, language) =>
      wholeScores(hypotheses, references, scoringFor(language)),
    table: (answer) => {
      const { columns, rows } = variantRecords(answer);
      return toCsv(columns, rows);
    },
    specText: writeSweepText,
  });
  const isSound = checks.every(({ faults }) => faults.length === 0);
  if (flags.json) printJson({ file, isSound, checks });
  else {
    for (const { name, detail, faults } of checks) {
      process.stdout.write(`${faults.length === 0 ? 'ok   ' : 'FAIL '} ${name}: ${detail}\n`);
      for (const fault of faults.slice(0, mostFaults)) process.stdout.write(`      ${fault}\n`);
      if (faults.length > mostFaults) process.stdout.write(`      and ${faults.length - mostFaults} more\n`);
    }
    say(
      isSound
        ? 'Every number came out as it is stored. Losses, accuracies and perplexities of the test split are taken as recorded.'
        : 'This bundle is not what was computed, or this version computes otherwise.',
    );
  }
  return isSound ? exitCodes.ok : exitCodes.failed;
}

function read(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new HeldoutError('invalid_input', `cannot read the bundle ${file} (${reason})`, { cause: error });
  }
}
