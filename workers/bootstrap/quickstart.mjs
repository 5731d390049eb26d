import { build } from './build.mjs';
import { install } from './install.mjs';
import { runProgram } from './runProgram.mjs';

install();
build();
await runProgram(['quickstart', ...process.argv.slice(2)]);
