// Finds a Chromium for the browser tests, installs Debian's where that is allowed, or names the command that does.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';
import { installPackages } from './debian.mjs';

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** @returns {string | undefined} */
function installed() {
  const named = process.env['CHROME_BIN'];
  if (named) {
    if (isExecutable(named)) return named;
    console.error(`CHROME_BIN is ${named}, which cannot be run.`);
    process.exit(1);
  }
  const names = ['chromium', 'google-chrome', 'google-chrome-stable', 'chromium-browser'];
  const onPath = (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)));
  const application = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
  return [chromium.executablePath(), '/usr/bin/chromium', ...onPath, application].find(
    (path) => path && isExecutable(path),
  );
}

/** @returns {string} the path of a Chromium that runs */
export function findChromium() {
  const found = installed();
  if (found) return found;
  if (installPackages('No Chromium found', ['chromium', 'fonts-noto-cjk'])) {
    const now = installed();
    if (now) return now;
  }
  console.error(
    'The browser tests need a Chromium. Install one with: npx playwright-core install --with-deps chromium',
  );
  console.error('or name yours with CHROME_BIN=/path/to/chrome npm test');
  process.exit(1);
}
