import { openStore } from '@/db/store';
import { migrationsDirectory } from '../integration/db/releases';

/** Opens the data directory of its first argument and is killed after as many statements of the upgrade as its second. */
const [home = '', statement = ''] = process.argv.slice(2);
openStore(home, {
  migrationsDirectory,
  afterStatement: (done) => {
    if (done === Number(statement)) process.kill(process.pid, 'SIGKILL');
  },
}).close();
