import { spawn } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { Engine } from './engine.js';

// Small programs that speak the protocol take the engine's place: what they do with a request is written in its `code`.

const speaker = `
  const say = (message) => console.log('\\n' + JSON.stringify(message));
  say({ ready: { vendor: '', architecture: '', device: '', description: 'speaker', isSoftware: true } });
  require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
    const { id, code, bindings } = JSON.parse(line);
    if (code === 'echo') say({ id, outputs: { 1: bindings[0].words } });
    if (code === 'refuse') say({ id, error: { stage: 'compile', message: '1:2 no' } });
    if (code === 'lose') { say({ id, error: { stage: 'lost', message: 'reset' } }); process.exit(); }
    if (code === 'crash') { console.error('last words'); process.exit(3); }
    if (code === 'abort') process.kill(process.pid, 'SIGKILL');
    if (code === 'babble') { process.stdout.write('{"half": '); say({ id, outputs: {} }); }
    if (code === 'die afterwards') { say({ id, outputs: {} }); setTimeout(() => process.exit(4), 50); }
  });`;

const opened: Engine[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((engine) => engine.close()));
});

async function start(script: string, deadlineMs = 10_000): Promise<Engine | string> {
  const parameters = ['-e', script];
  const program = { name: 'speaker', title: 'Speaker', executable: process.execPath, parameters, env: process.env };
  const engine = await Engine.start(program, { deadlineMs });
  if (typeof engine !== 'string') opened.push(engine);
  return engine;
}

async function speaking(deadlineMs?: number): Promise<Engine> {
  const engine = await start(speaker, deadlineMs);
  if (typeof engine === 'string') throw new Error(engine);
  return engine;
}

const echo = { code: 'echo', bindings: [{ binding: 0, type: 'storage', words: [1, -2, 2 ** 31 - 1] }] } as const;
const echoed = { kind: 'done', outputs: new Map([[1, Int32Array.of(1, -2, 2 ** 31 - 1)]]) };

describe('an engine', () => {
  it('answers in order, whoever asks', async () => {
    const engine = await speaking();
    expect(engine.facts.description).toBe('speaker');
    const replies = await Promise.all([engine.ask(echo), engine.ask({ code: 'refuse' }), engine.ask(echo)]);
    expect(replies).toEqual([echoed, { kind: 'refused', stage: 'compile', message: '1:2 no' }, echoed]);
    expect(engine.idleDeaths).toEqual([]);
  });

  it.each([
    ['crash', { kind: 'crashed', message: 'the process ended (exit code 3): last words' }],
    ['abort', { kind: 'crashed', message: 'the process ended (SIGKILL)' }],
    ['lose', { kind: 'crashed', message: 'device lost: reset' }],
  ])('that does not survive %s has that for a reply, and answers what comes next', async (code, reply) => {
    const engine = await speaking();
    expect(await Promise.all([engine.ask({ code }), engine.ask(echo)])).toEqual([reply, echoed]);
    expect(engine.idleDeaths).toEqual([]);
  });

  it('that is silent is killed after the deadline, and answers what comes next', async () => {
    const engine = await speaking(1_000);
    const [late, next] = await Promise.all([engine.ask({ code: 'be silent' }), engine.ask(echo)]);
    expect(late).toEqual({ kind: 'timed-out', message: 'no answer within 1 s' });
    expect(next).toEqual(echoed);
  });

  it('is understood whatever else its drivers write on the stream', async () => {
    const engine = await speaking();
    expect(await engine.ask({ code: 'babble' })).toEqual({ kind: 'done', outputs: new Map() });
  });

  it('that is closed answers nothing more, and nobody waits', async () => {
    const engine = await speaking();
    const replies = [engine.ask({ code: 'be silent' }), engine.ask(echo)];
    await setTimeout(100);
    await engine.close();
    expect(await Promise.all(replies)).toEqual([
      { kind: 'crashed', message: 'the process ended (SIGKILL)' },
      { kind: 'absent', message: 'the engine was closed' },
    ]);
  });

  it('that ends without a request is told of, and no case takes the blame', async () => {
    const engine = await speaking();
    expect(await engine.ask({ code: 'die afterwards' })).toEqual({ kind: 'done', outputs: new Map() });
    await setTimeout(1_000); // a request that is under way when the process ends would take the blame
    expect(await engine.ask(echo)).toEqual(echoed);
    expect(engine.idleDeaths).toEqual(['the process ended (exit code 4)']);
  });
});

describe('an engine whose program is killed', () => {
  it('goes with it, also while it computes', async () => {
    const busy = `console.log(JSON.stringify({ ready: { description: String(process.pid) } })); setTimeout(() => { for (;;); }, 100)`;
    const owner = `
      const { Engine } = await import(${JSON.stringify(new URL('../dist/engine.js', import.meta.url).href)});
      const parameters = ['-e', ${JSON.stringify(busy)}];
      const engine = await Engine.start({ name: '', title: '', executable: process.execPath, parameters, env: process.env });
      console.log(engine.facts.description);
      await engine.ask({ code: 'for ever' });`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', owner], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const pid = Number(await new Promise<string>((resolve) => child.stdout.setEncoding('utf8').once('data', resolve)));
    expect(process.kill(pid, 0)).toBe(true);
    await setTimeout(300);
    child.kill('SIGKILL');
    await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('an engine that is not there', () => {
  it('because it says so', async () => {
    expect(await start(`console.log(JSON.stringify({ absent: 'no adapter' }))`)).toBe('no adapter');
  });

  it('because it ends, with its last words', async () => {
    expect(await start(`console.error('a library is missing'); process.exit(127)`)).toBe(
      'the process ended (exit code 127): a library is missing',
    );
  });

  it('because there is no such program', async () => {
    const program = { name: 'none', title: 'None', executable: 'no-such-program', parameters: [], env: process.env };
    expect(await Engine.start(program)).toContain('ENOENT');
  });
});
