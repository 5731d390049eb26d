import { build } from './build.mjs';
import { install } from './install.mjs';
import { runProgram } from './runProgram.mjs';

install();
build();
runProgram(['quickstart', ...process.argv.slice(2)]);
