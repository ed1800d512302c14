// `npm run soak [name] [filter …]`: every property test with its full number of cases, from one seed, into test/soak/<name>.json.
// ASSAY_SEED repeats a run. The default name is `full`; filters are vitest's.
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Report } from './reporter.js';
import { root } from './root.js';

const VERSIONED: readonly string[] = [
  'vitest',
  'fast-check',
  'webgpu',
  '@sparticuz/chromium',
  '@noble/hashes',
  '@noble/curves',
];

const [name = 'full', ...filters] = process.argv.slice(2);
const seed = Number(process.env.ASSAY_SEED ?? randomInt(2 ** 31));
if (!/^[a-z0-9-]+$/.test(name) || !Number.isSafeInteger(seed)) {
  console.error('soak: expected a name of lower-case letters, digits and "-", and a whole number in ASSAY_SEED.');
  process.exit(2);
}

const folder = mkdtempSync(path.join(os.tmpdir(), 'assay-soak-'));
try {
  const outputFile = path.join(folder, 'report.json');
  const startedMs = performance.now();
  const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...filters], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ASSAY_CASES: '1', ASSAY_SEED: String(seed), ASSAY_TEST_REPORT: outputFile },
  });
  const durationS = Math.round((performance.now() - startedMs) / 1000);
  if (!existsSync(outputFile)) throw new Error('vitest left no report; see what it printed above.');
  const report: Report = JSON.parse(readFileSync(outputFile, 'utf8'));
  const failed = report.failed.length + report.errors.length;
  const result = {
    seed,
    scale: 1,
    filters: filters.join(' '),
    passed: report.passed,
    failed,
    skipped: report.skipped.length,
    durationS,
    processors: os.cpus()[0]?.model ?? 'unknown',
    versions: { node: process.versions.node, platform: `${process.platform}-${process.arch}`, ...installed() },
  };
  const target = path.join(root, 'test', 'soak', `${name}.json`);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, `${JSON.stringify(result, null, 2)}\n`);
  console.log(
    `soak: ${report.passed} passed, ${failed} failed in ${durationS} s with seed ${seed}; wrote test/soak/${name}.json`,
  );
  process.exitCode = status === 0 && failed === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Versions as the lock file pins them: `pnpm-lock.yaml` lists `name@version:` under `packages:`. */
function installed(): Readonly<Record<string, string>> {
  const lock = readFileSync(path.join(root, 'pnpm-lock.yaml'), 'utf8');
  return Object.fromEntries(
    VERSIONED.flatMap((each) => {
      const version = new RegExp(`^  '?${each}@([^'(:]+)'?:$`, 'm').exec(lock)?.[1];
      return version === undefined ? [] : [[each, version]];
    }),
  );
}
