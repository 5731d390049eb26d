import { build } from './build.mjs';
import { install } from './install.mjs';
import { runProgram } from './runProgram.mjs';

const args = process.argv.slice(2);
install();
if (args[0] === 'start' && !args.includes('--help')) build();
await runProgram(args);
