import { exitCodes } from '../cli/exitCodes';
import { printJson, printTable } from '../cli/output';
import { describeEngine, detectEngines } from '../engineDetection';

/**
 * heldout-worker engines: every engine, tried on this machine.
 *
 * @returns 1 where not even the processor's works
 */
export async function engines(flags: { json: boolean }): Promise<number> {
  const reports = await detectEngines();
  if (flags.json) printJson({ engines: reports });
  else {
    printTable(
      [
        { key: 'id', label: 'engine' },
        { key: 'state', label: 'state' },
        { key: 'detail', label: '' },
      ],
      reports.map((report) => ({
        id: report.id,
        state: report.usable ? 'ok' : 'unusable',
        detail: describeEngine(report),
      })),
    );
  }
  const isReady = reports.some(({ id, usable }) => id === 'onnx-cpu' && usable);
  return isReady ? exitCodes.ok : exitCodes.failed;
}
