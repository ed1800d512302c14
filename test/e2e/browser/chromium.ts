import { execFile, spawn } from 'node:child_process';
import { existsSync, lstatSync, mkdtempSync, readFileSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { promisify } from 'node:util';

const PACKAGE = '@sparticuz/chromium';
/** Where Debian puts its own. */
const SYSTEM = '/usr/bin/chromium';

/** A Chromium that starts here. */
export interface Chromium {
  /** `HeadlessChrome/147.0.7727.0`. */
  readonly product: string;
  readonly program: Program;
}

interface Program {
  readonly executable: string;
  /** Where the libraries lie that the system may lack. */
  readonly libraries?: string;
}

/** A browser with one page in it. */
export interface Window {
  readonly product: string;
  /** What the page's console shows and the browser complains of, its last 2000 characters. */
  words(): string;
  /** Rejects when the browser ends before {@link close}. */
  readonly ended: Promise<never>;
  close(): Promise<void>;
}

let found: Promise<Chromium | string> | undefined;

/** The npm package's Chromium, else the system's; or why neither starts (`skipped: no Chromium (…)`). Downloads nothing. */
export function chromium(): Promise<Chromium | string> {
  found ??= find();
  return found;
}

async function find(): Promise<Chromium | string> {
  const reasons: string[] = [];
  for (const locate of [packaged, system]) {
    try {
      const program = await locate();
      const window = await open(program, 'about:blank');
      await window.close();
      return { product: window.product, program };
    } catch (error) {
      reasons.push(error instanceof Error ? error.message : String(error));
    }
  }
  return `skipped: no Chromium (${reasons.join('; ')})`;
}

/**
 * Starts a browser of its own for one page, with SwiftShader as its only WebGPU adapter and no name that resolves. It is
 * driven through a pipe and not a port: nobody else can reach it, and it ends when this process does.
 */
export async function open({ executable, libraries }: Program, url: string): Promise<Window> {
  const profile = mkdtempSync(path.join(os.tmpdir(), 'assay-profile-'));
  const flags = [
    '--headless',
    '--no-sandbox', // needs a kernel that lets users make namespaces; the page is ours
    '--enable-unsafe-webgpu', // a software adapter counts as unsafe
    '--use-webgpu-adapter=swiftshader',
    '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    '--disable-quic',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-dev-shm-usage', // containers have 64 MiB of it
    '--no-first-run',
    '--enable-logging=stderr', // the console's errors: they alone name the module that could not be loaded
    '--remote-debugging-pipe',
    `--user-data-dir=${profile}`,
  ];
  // Nothing of this process's environment: drivers that the tests chose, proxies, the user's own configuration.
  const env = {
    PATH: process.env.PATH,
    HOME: profile,
    ...(libraries === undefined ? {} : { LD_LIBRARY_PATH: libraries }),
  };
  const child = spawn(executable, [...flags, url], { env, stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'] });
  const [, , complaints, commands, replies] = child.stdio as unknown as [null, null, Readable, Writable, Readable];
  commands.on('error', () => {}); // a browser that has ended reads nothing more; its end is reported below

  let words = '';
  complaints.on('data', (chunk: Buffer) => {
    words = (words + chunk.toString()).slice(-2000);
  });
  const ended = new Promise<never>((_, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) =>
      reject(new Error(`${executable} ended (${signal ?? code}): ${words.trim()}`)),
    );
  });
  const gone = ended.catch(() => rmSync(profile, { recursive: true, force: true, maxRetries: 5 }));

  // The DevTools protocol on a pipe: JSON, each message ended by a zero byte.
  commands.write('{"id":1,"method":"Browser.getVersion"}\0');
  const reply = await Promise.race([ended, once(replies)]);
  const { result } = JSON.parse(reply) as { readonly result: { readonly product: string } };
  const close = async (): Promise<void> => {
    commands.write('{"id":2,"method":"Browser.close"}\0');
    await gone;
  };
  return { product: result.product, words: () => words.trim(), ended, close };
}

function once(replies: Readable): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    replies.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const end = text.indexOf('\0');
      if (end !== -1) resolve(text.slice(0, end));
    });
  });
}

async function system(): Promise<Program> {
  if (existsSync(SYSTEM)) return { executable: SYSTEM };
  throw new Error(`no ${SYSTEM}`);
}

/** The npm package's, unpacked (2 s the first time, then nothing) into a directory that only this user can write. */
async function packaged(): Promise<Program> {
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new Error(`${PACKAGE} is for linux-x64`);
  const entry = createRequire(import.meta.url).resolve(PACKAGE);
  // The entry point is build/cjs/index.cjs; the exports map hides package.json.
  const manifest = readFileSync(path.join(path.dirname(entry), '../../package.json'), 'utf8');
  const { version } = JSON.parse(manifest) as { readonly version: string };
  const directory = path.join(realpathSync(os.tmpdir()), `assay-chromium-${version}-${os.userInfo().uid}`);
  if (!existsSync(directory)) await unpack(entry, directory);
  assertPrivate(directory);
  return { executable: path.join(directory, 'chromium'), libraries: path.join(directory, 'al2023', 'lib') };
}

/** The package unpacks itself into TMPDIR, with the libraries too where it takes the machine for a cloud function. */
async function unpack(entry: string, directory: string): Promise<void> {
  const unfinished = mkdtempSync(`${directory}-`);
  const env = { PATH: process.env.PATH, TMPDIR: unfinished, AWS_LAMBDA_JS_RUNTIME: 'nodejs20.x' };
  try {
    const script = 'require(process.argv[1]).executablePath()';
    await promisify(execFile)(process.execPath, ['-e', script, entry], { env });
    renameSync(unfinished, directory);
  } catch (error) {
    // Another process may have been first; what it made is as good.
    if (!existsSync(directory)) throw error;
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

/** What lies in the directory is run, and its name can be guessed: nobody else may have made it or be able to change it. */
function assertPrivate(directory: string): void {
  const own = lstatSync(directory);
  const above = statSync(path.dirname(directory));
  const isOwn = own.isDirectory() && own.uid === os.userInfo().uid && (own.mode & 0o077) === 0;
  if (isOwn && ((above.mode & 0o002) === 0 || (above.mode & 0o1000) !== 0)) return;
  throw new Error(`${directory} could be written by others: remove it, or set TMPDIR to a private directory`);
}
