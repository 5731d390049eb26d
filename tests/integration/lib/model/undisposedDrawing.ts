/** Draws the masks of two steps, with nothing else to do, and leaves the threads to themselves. */
import { DropoutBits } from '@/lib/model/dropoutBits';
import { studyModel } from '@/workers/cli/benchModel';

const model = studyModel(16, 1);
const bits = new DropoutBits([{ model, seed: 1 }], model);
for (const step of [1, 2]) {
  const { 'dropout/bits': drawn } = await bits.draw({ rows: 2, sourceLength: 4, targetLength: 4 }, step);
  console.log(`${step}: ${drawn?.length} numbers`);
}
