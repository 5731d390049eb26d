import { appendFileSync, statSync } from 'node:fs';
import { DeviceLedger } from '@/workers/deviceLedger';
import { identityOfProcess } from '@/workers/processIdentity';
import { roomInLog } from '../roomInLog';

/**
 * Takes room on a device and gives it back, again and again, as fast as it can: FOLDER LOG CAPACITY BYTES TIMES RIVALS. Begins
 * once all rivals are there. Writes what it has to the log, after it took it and before it gives it back. Whoever has the
 * first of it keeps it until another has some too, so that a log tells of processes that were there together, however fast
 * each of them is. Any two rivals must find room beside each other.
 */
const [folder = '', log = '', capacity = '0', size = '0', times = '0', rivals = '1'] = process.argv.slice(2);
const bytes = Number(size);
const pause = () => new Promise((resolve) => setTimeout(resolve, 1));
appendFileSync(`${log}.ready`, '.');
while (statSync(`${log}.ready`).size < Number(rivals)) await pause();
const ledger = new DeviceLedger(folder);
for (let time = 0; time < Number(times); time += 1) {
  const claim = { bytes, mostTrainers: null, processes: [identityOfProcess(process.pid)], label: size };
  const id = await ledger.join(claim, Date.now());
  const fits = (holders: readonly { bytes: number }[]) =>
    holders.reduce((sum, holder) => sum + holder.bytes, bytes) <= Number(capacity);
  while (!(await ledger.tryToHold(id, fits)).isHeld) await pause();
  appendFileSync(log, `${bytes}\n`);
  do await pause();
  while (roomInLog(log).mostHolders < 2);
  appendFileSync(log, `${-bytes}\n`);
  await ledger.leave(id);
}
