import { accessSync, constants, readdirSync, type Stats, statSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { basename, dirname, extname, join, relative } from 'node:path';
import { suggest } from '../service/suggest.js';
import { dependencyNames, installedPackage, nearestPackage } from './packages.js';
import { asFile, type Resolution } from './resolve.js';

const EXTENSIONS = ['.js', '.mjs', '.cjs', '.ts', '.mts', '.cts'];
const EXPECTED_FILE = 'a file that can be read';
const PERMISSION = 'Let the user that runs nova-launch read it, and search the directories above it.';
const EXPECTED_PACKAGE = 'a package that is installed, or a file (./ or ../ first)';

/** Why a module was not found, and what was probably meant. */
export function explainUnresolved(specifier: string, directory: string): Resolution {
  const found = `found ${JSON.stringify(specifier)}`;
  let file: string | undefined;
  try {
    file = asFile(specifier, directory);
  } catch {
    return {
      message: `${found}, which is no valid URL of a file`,
      expected: EXPECTED_FILE,
      remedy: 'Write a path.',
    };
  }
  return file === undefined
    ? unresolvedPackage(specifier, directory, found)
    : unresolvedFile(file, directory, found);
}

function unresolvedFile(file: string, directory: string, found: string): Resolution {
  const stats = stat(file);
  const as = (why: string, remedy: string) => ({
    message: `${found}, ${why}`,
    expected: EXPECTED_FILE,
    remedy,
  });
  if (stats?.isDirectory()) {
    const index = EXTENSIONS.map((extension) => join(file, `index${extension}`)).find(isFile);
    const remedy = index ? didYouMean(index, directory) : 'Name the file in it.';
    return as('which is a directory', remedy);
  }
  if (stats && !stats.isFile()) return as('which is no regular file', 'Name a file.');
  if (stats && !isReadable(file)) {
    return as('which must not be read', PERMISSION);
  }
  if (isBarred(file)) {
    return as(`which would be ${file}, behind a directory that must not be searched`, PERMISSION);
  }
  const resolvesTo = basename(file) === '' ? file : `which would be ${file}`;
  const [path, exportName] = file.split('#');
  if (exportName && isFile(path!)) {
    const module = JSON.stringify(spell(path!, directory));
    return as('which does not exist', `Write "module": ${module}, "export": ${JSON.stringify(exportName)}.`);
  }
  const meant = nearFile(file);
  const remedy = meant
    ? didYouMean(meant, directory)
    : `Correct the path, or build the file; paths start at ${directory}.`;
  return as(`${resolvesTo} and does not exist`, remedy);
}

function unresolvedPackage(specifier: string, directory: string, found: string): Resolution {
  const as = (why: string, remedy: string) => ({
    message: `${found}, ${why}`,
    expected: EXPECTED_PACKAGE,
    remedy,
  });
  const local = join(directory, specifier);
  const localFile = isFile(local) ? local : EXTENSIONS.map((extension) => local + extension).find(isFile);
  if (isBuiltin(specifier)) {
    return as(
      'which is a part of Node.js',
      localFile ? didYouMean(localFile, directory) : 'Name the module of a service.',
    );
  }
  if (localFile)
    return as(`which is no package that can be found from ${directory}`, didYouMean(localFile, directory));
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
  const installed = installedPackage(name, directory);
  if (!installed) {
    const current = nearestPackage(directory);
    const meant = current && suggest(name, dependencyNames(current.json));
    const remedy = meant
      ? `Did you mean "${specifier.replace(name, meant)}"?`
      : `Install it: npm install ${name}.`;
    return as(`but the package ${name} cannot be found from ${directory}`, remedy);
  }
  return as(
    `but ${whyNot(specifier, directory, installed.directory)}`,
    `See "exports" and "main" in ${installed.directory}/package.json.`,
  );
}

function whyNot(specifier: string, directory: string, packageDirectory: string): string {
  try {
    const file = createRequire(join(directory, 'services.json')).resolve(specifier);
    return isFile(file) ? `${file} must not be read` : `${file} is no file`;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ERR_PACKAGE_PATH_NOT_EXPORTED')
      return `the package in ${packageDirectory} does not export it`;
    return `the package in ${packageDirectory} has no such file`;
  }
}

/** The same name with another or with an extension, or the most similar one beside it. */
function nearFile(file: string): string | undefined {
  const bare = file.slice(0, file.length - extname(file).length);
  const sameName = [file, bare].flatMap((path) => EXTENSIONS.map((extension) => path + extension));
  const exact =
    sameName.find(isFile) ?? EXTENSIONS.map((extension) => join(file, `index${extension}`)).find(isFile);
  if (exact) return exact;
  try {
    const similar = suggest(basename(file), readdirSync(dirname(file)));
    const path = similar && join(dirname(file), similar);
    return path && isFile(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

function didYouMean(file: string, directory: string): string {
  return `Did you mean ${JSON.stringify(spell(file, directory))}?`;
}

/** As it would be written in the definition. */
function spell(file: string, directory: string): string {
  const path = relative(directory, file);
  return path.startsWith('..') ? path : `./${path}`;
}

/** Undefined also where the way there is barred, or leads through a file. */
function stat(file: string): Stats | undefined {
  try {
    return statSync(file);
  } catch {
    return undefined;
  }
}

function isBarred(file: string): boolean {
  try {
    statSync(file);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EACCES';
  }
}

function isFile(file: string): boolean {
  return stat(file)?.isFile() === true;
}

function isReadable(file: string): boolean {
  try {
    accessSync(file, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
