import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DescribedPackage, describePackage } from './nativePackages';

/** Where distributions of Node put its licence, from the folder of its program. */
const nodeLicencePlaces = ['../LICENSE', '../share/doc/nodejs/LICENSE', '../share/doc/node/LICENSE'];

const licenceName = /^(licen[cs]e|notice|thirdpartynotices)/i;

/**
 * Folders of the packages that compiled files come from.
 *
 * @param inputs paths from the checkout's folder
 */
export function packagesOf(root: string, inputs: readonly string[]): DescribedPackage[] {
  const folders = inputs.flatMap(
    (input) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? [],
  );
  return [...new Set(folders)].sort().map((folder) => describePackage(join(root, folder)));
}

/**
 * The notices that have to go with a copy of other people's work: of each package its name, version, licence and
 * origin, with the texts that it brings.
 *
 * @param nodeFolder of the program that is taken along
 */
export function licenceText(packages: readonly DescribedPackage[], nodeFolder: string): string {
  const byName = new Map(packages.map((each) => [`${each.name} ${each.version}`, each]));
  const sections = [...byName]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([title, each]) => section(title, each));
  return [nodeSection(nodeFolder), ...sections].join(`\n${'='.repeat(80)}\n\n`);
}

function section(title: string, { folder, licence, source }: DescribedPackage): string {
  const texts = readdirSync(folder)
    .filter((name) => licenceName.test(name))
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8').trim());
  const none = 'The package brings no licence text; its origin has it.';
  return `${[title, `Licence: ${licence}`, `From: ${source || 'npm'}`, '', ...(texts.length > 0 ? texts : [none])].join('\n')}\n`;
}

function nodeSection(nodeFolder: string): string {
  const title = `Node.js ${process.versions.node}\nLicence: MIT, and those of what it contains\nFrom: https://nodejs.org\n\n`;
  for (const place of nodeLicencePlaces) {
    try {
      return `${title}${readFileSync(join(nodeFolder, place), 'utf8').trim()}\n`;
    } catch {
      // Installed another way; the next place may have it.
    }
  }
  return `${title}This installation of Node brings no licence text: https://github.com/nodejs/node/blob/v${process.versions.node}/LICENSE has it.\n`;
}
