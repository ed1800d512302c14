import { readFileSync, realpathSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Chromium, open } from './chromium.js';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, '../../..');
const curves = realpathSync(path.join(root, 'packages/core/node_modules/@noble/curves'));

/** Packages by name, where they really lie: pnpm puts a package's dependencies beside it in its store. */
const packages: ReadonlyMap<string, string> = new Map([
  ...['core', 'wgsl', 'verify', 'kernels', 'runtime'].map(
    (name) => [`@assay/${name}`, path.join(root, 'packages', name)] as const,
  ),
  ['@noble/curves', curves],
  ['@noble/hashes', realpathSync(path.join(curves, '../hashes'))],
]);

/** What a page came to. */
export interface Visit<Answer> {
  readonly answer: Answer;
  /** Names of the packages of which it loaded a module, sorted. */
  readonly packages: readonly string[];
}

/**
 * Opens the page whose module is `pages/<page>.mjs` in a browser of its own, over http://127.0.0.1, and waits for what its
 * `answer(order)` gives. Both are plain JSON. The page imports what the packages' exports maps offer, as built, unbundled.
 */
export async function visit<Answer>(chromium: Chromium, page: string, order: unknown): Promise<Visit<Answer>> {
  const loaded = new Set<string>();
  const missing: string[] = [];
  let settle: (body: string) => void;
  const posted = new Promise<string>((resolve) => {
    settle = resolve;
  });
  const server = http.createServer((request, response) => {
    const send = (type: string, body: string | Buffer): void => {
      response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
    };
    const { pathname: url } = new URL(request.url ?? '', 'http://127.0.0.1'); // without any `..`
    const refuse = (): void => {
      missing.push(url);
      response.writeHead(404).end();
    };
    if (request.method === 'POST' && url === '/answer') {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => settle(Buffer.concat(chunks).toString()));
      return send('text/plain', '');
    }
    if (url === '/') return send('text/html', html());
    if (url === '/order') return send('application/json', JSON.stringify(order));
    if (url === '/page.mjs') return send('text/javascript', readFileSync(path.join(here, 'pages', `${page}.mjs`)));
    const [, scope, name, ...rest] = url.split('/');
    const directory = packages.get(`${scope}/${name}`);
    if (directory === undefined || !url.endsWith('.js')) return refuse();
    loaded.add(`${scope}/${name}`);
    try {
      send('text/javascript', readFileSync(path.join(directory, ...rest)));
    } catch {
      refuse();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const window = await open(chromium.program, `http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    try {
      const { answer, error } = JSON.parse(await Promise.race([posted, window.ended]));
      if (error !== undefined) {
        const notFound = missing.map((url) => `not found: ${url}\n`).join('');
        throw new Error(`${page}.mjs in ${chromium.product}: ${error}\n${notFound}${window.words()}`);
      }
      return { answer, packages: [...loaded].sort() };
    } finally {
      await window.close();
    }
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

function html(): string {
  return `<!doctype html>
<script type="importmap">${JSON.stringify({ imports: imports() })}</script>
<script type="module">
  const post = (outcome) => fetch('/answer', { method: 'POST', body: JSON.stringify(outcome) });
  try {
    const order = await (await fetch('/order')).json();
    const { answer } = await import('/page.mjs');
    await post({ answer: await answer(order) });
  } catch (error) {
    await post({ error: String(error?.stack ?? error) });
  }
</script>`;
}

/** The exports maps of all packages as an import map. */
function imports(): Record<string, string> {
  const entries = [...packages].flatMap(([name, directory]) => {
    const manifest = JSON.parse(readFileSync(path.join(directory, 'package.json'), 'utf8')) as {
      readonly exports: Readonly<Record<string, string | { readonly default: string }>>;
    };
    return Object.entries(manifest.exports).map(([subpath, target]) => [
      path.posix.join(name, subpath),
      path.posix.join('/', name, typeof target === 'string' ? target : target.default),
    ]);
  });
  return Object.fromEntries(entries);
}
