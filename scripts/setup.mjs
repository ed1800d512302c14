// Makes a fresh checkout ready: installs with the frozen lock file, then builds. Needs Node 20.19 and npm, nothing else.
// When nothing changed it costs one no-op build (a tenth of a second) and needs neither network nor pnpm.
// Speaks on the error stream only; with --quiet only when something fails.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const PNPM = 'pnpm@12.21.0';
const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const stampFile = path.join(root, 'node_modules', '.setup-stamp');
const isQuiet = process.argv.includes('--quiet');

function fail(sentence) {
  process.stderr.write(`setup: ${sentence}\n`);
  process.exit(1);
}

function run(title, command, args, remedy) {
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  if (result.status === 0) return;
  process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}\n`);
  fail(`the ${title} failed (${result.error?.message ?? result.signal ?? `exit ${result.status}`}). ${remedy}`);
}

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  fail(`Node 20.19 or newer is needed, this is ${process.version}. Install it and run again.`);
}

const hash = createHash('sha256').update(`${process.version} ${process.platform} ${process.arch} ${root}`);
for (const name of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json']) {
  hash.update(readFileSync(path.join(root, name)));
}
const stamp = hash.digest('hex');

if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp) {
  if (!isQuiet) process.stderr.write('setup: installing dependencies (about 20 seconds the first time) ...\n');
  // Whatever NODE_ENV says, and without a question where an older node_modules has to go.
  const options = ['--frozen-lockfile', '--prod=false', '--config.confirmModulesPurge=false', '--reporter=append-only'];
  const remedy =
    'If it speaks of the lock file: a package.json was added or changed, so run `npx pnpm@12.21.0 install` once. ' +
    'Otherwise: is the npm registry within reach? Then remove node_modules and run again.';
  run('install', 'npx', ['--yes', PNPM, 'install', ...options], remedy);
  writeFileSync(stampFile, stamp);
}
const tsc = path.join('node_modules', 'typescript', 'bin', 'tsc');
run('build', process.execPath, [tsc, '-b'], 'Mend what the compiler says above and run again.');
