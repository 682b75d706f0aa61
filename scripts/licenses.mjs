// The licences of what esbuild has taken out of node_modules/: their texts go with it.
import { readdirSync, readFileSync } from 'node:fs';

/** The text of all licences, of the metafiles of several builds. */
export function licensesOf(metafiles) {
  const files = metafiles.flatMap(({ inputs }) => Object.keys(inputs));
  const packages = files.map((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]);
  return [...new Set(packages.filter((directory) => directory !== undefined))]
    .sort()
    .map(licenseOf)
    .join('\n');
}

function licenseOf(directory) {
  const { name, version, license } = JSON.parse(readFileSync(`${directory}/package.json`, 'utf8'));
  const file = readdirSync(directory).find((entry) => /^licen[cs]e/i.test(entry));
  if (!file) throw new Error(`${directory} has no licence that could be shipped.`);
  const text = readFileSync(`${directory}/${file}`, 'utf8').trim();
  return `${name} ${version} (${license})\n\n${text}\n`;
}
