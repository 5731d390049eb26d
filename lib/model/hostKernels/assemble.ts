/** npm run kernels: writes kernelBytes.ts from source.ts. */
import { writeFileSync } from 'node:fs';
import loadWabt from 'wabt';
import { kernelSource } from './source';

const wabt = await loadWabt();
const { buffer } = wabt.parseWat('kernels.wat', kernelSource, { simd: true }).toBinary({});
const base64 = Buffer.from(buffer).toString('base64');
const lines = (base64.match(/.{1,100}/g) ?? []).map((line) => `  '${line}'`);
writeFileSync(
  new URL('kernelBytes.ts', import.meta.url),
  `/** source.ts, assembled by \`npm run kernels\`: base64 of a WebAssembly module. */\nexport const kernelBytes =\n${lines.join(' +\n')};\n`,
);
