// Makes a fresh checkout ready: installs with the frozen lock file, then builds. Needs Node 20 and npm only.
// When nothing changed it costs one no-op build (a tenth of a second) and needs neither network nor pnpm.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const PNPM = 'pnpm@12.21.0';
const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const stampFile = path.join(root, 'node_modules', '.setup-stamp');

function run(title, command, args) {
  const result = spawnSync(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' });
  if (result.status === 0) return;
  process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}`);
  process.stderr.write(`\nsetup: ${title} failed (${result.error?.message ?? `exit ${result.status}`}).\n`);
  process.exit(1);
}

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`setup: Node 20.19 or newer is needed, this is ${process.version}. Install it and run again.\n`);
  process.exit(1);
}

const manifests = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json'].map((name) =>
  readFileSync(path.join(root, name)),
);
const stamp = createHash('sha256')
  .update(Buffer.concat(manifests))
  .update(`${process.version} ${process.platform} ${process.arch}`)
  .digest('hex');
const isInstalled = existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp;

if (!isInstalled) {
  process.stderr.write('setup: installing dependencies (about 20 seconds the first time) ...\n');
  const npx = process.platform === 'win32' ? 'npx.cmd' : 'npx';
  run('install', npx, ['--yes', PNPM, 'install', '--frozen-lockfile', '--reporter=append-only']);
  writeFileSync(stampFile, stamp);
}
run('build', process.execPath, [path.join('node_modules', 'typescript', 'bin', 'tsc'), '-b']);
